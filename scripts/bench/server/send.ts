import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import type { Serving } from './serving.ts'

const boundary = 'evidentia-bench'
const artifactBytes = 4096
const megabyte = 1024 * 1024

/** Sends so many artifacts of 4 KiB, one per request, from so many callers that each wait for their receipt. */
export async function sendArtifacts(serving: Serving, count: number, callers: number): Promise<void> {
  let left = count
  await Promise.all(
    Array.from({ length: callers }, async () => {
      const socket = await open(serving)
      while (left > 0) {
        left -= 1
        const form = Buffer.concat([beginForm(serving), makeArtifact(), endForm])
        socket.write(Buffer.concat([requestHead(serving, '/evidence', form.length), form]))
        await readAnswer(socket)
      }
      socket.destroy()
    }),
  )
}

/** Sends so many batches of `size` artifacts of 4 KiB, one after the other. */
export async function sendBatches(serving: Serving, count: number, size: number): Promise<void> {
  const socket = await open(serving)
  for (let batch = 0; batch < count; batch += 1) {
    const claims = Array.from({ length: size }, () => serving.claim)
    const form = Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="claims"\r\n\r\n${JSON.stringify(claims)}`),
      ...Array.from({ length: size }, (_, at) => [beginFile(`artifact-${at}.bin`), makeArtifact()]).flat(),
      endForm,
    ])
    socket.write(Buffer.concat([requestHead(serving, '/evidence/batch', form.length), form]))
    await readAnswer(socket)
  }
  socket.destroy()
}

/** Streams one artifact of so many MiB. Calls `look` after each. */
export async function sendStream(serving: Serving, megabytes: number, look: () => void): Promise<void> {
  const socket = await open(serving)
  const answer = readAnswer(socket)
  const [begin, piece] = [beginForm(serving), randomBytes(megabyte)]
  socket.write(requestHead(serving, '/evidence', begin.length + megabytes * megabyte + endForm.length))
  socket.write(begin)
  for (let sent = 0; sent < megabytes; sent += 1) {
    if (!socket.write(piece)) await once(socket, 'drain')
    look()
  }
  socket.write(endForm)
  await answer
  look()
  socket.destroy()
}

// Node's own HTTP clients would take as much of the two processors as the server does.
async function open({ address }: Serving): Promise<Socket> {
  const { hostname, port } = new URL(address)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  return socket
}

function makeArtifact(): Buffer {
  return Buffer.concat([Buffer.from('artifact'), randomBytes(artifactBytes - 8)])
}

function requestHead({ key }: Serving, path: string, length: number): Buffer {
  return Buffer.from(
    `POST /api/v1${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${key}\r\n` +
      `Content-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${length}\r\n\r\n`,
  )
}

function beginForm({ claim }: Serving): Buffer {
  const part = `--${boundary}\r\nContent-Disposition: form-data; name="claim"\r\n\r\n${JSON.stringify(claim)}`
  return Buffer.concat([Buffer.from(part), beginFile('artifact.bin')])
}

function beginFile(name: string): Buffer {
  return Buffer.from(
    `\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  )
}

const endForm = Buffer.from(`\r\n--${boundary}--\r\n`)

async function readAnswer(socket: Socket): Promise<void> {
  const chunks: Buffer[] = []
  let size = 0
  let wanted = Number.POSITIVE_INFINITY
  while (size < wanted) {
    const [chunk] = await once(socket, 'data')
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    if (wanted < Number.POSITIVE_INFINITY) continue
    const head = Buffer.concat(chunks).toString('latin1')
    const end = head.indexOf('\r\n\r\n')
    if (end >= 0) wanted = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
  }
  const [first] = chunks
  if (first?.toString('latin1', 0, 12) !== 'HTTP/1.1 201')
    throw new Error(`An artifact was not recorded: ${Buffer.concat(chunks).toString('latin1', 0, 500)}`)
}
