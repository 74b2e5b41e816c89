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
        const file = Buffer.concat([Buffer.from('artifact'), randomBytes(artifactBytes - 8)])
        const form = Buffer.concat([beginForm(serving), file, endForm])
        socket.write(Buffer.concat([requestHead(serving, form.length), form]))
        await readAnswer(socket)
      }
      socket.destroy()
    }),
  )
}

/** Streams one artifact of so many MiB. Calls `look` after each. */
export async function sendStream(serving: Serving, megabytes: number, look: () => void): Promise<void> {
  const socket = await open(serving)
  const answer = readAnswer(socket)
  const [begin, piece] = [beginForm(serving), randomBytes(megabyte)]
  socket.write(requestHead(serving, begin.length + megabytes * megabyte + endForm.length))
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

function requestHead({ key }: Serving, length: number): Buffer {
  return Buffer.from(
    `POST /api/v1/evidence HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${key}\r\n` +
      `Content-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${length}\r\n\r\n`,
  )
}

function beginForm({ claim }: Serving): Buffer {
  const part = `--${boundary}\r\nContent-Disposition: form-data; name=`
  return Buffer.from(
    `${part}"claim"\r\n\r\n${JSON.stringify(claim)}\r\n${part}"file"; filename="artifact.bin"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  )
}

const endForm = Buffer.from(`\r\n--${boundary}--\r\n`)

async function readAnswer(socket: Socket): Promise<void> {
  let text = ''
  for (;;) {
    const [chunk] = await once(socket, 'data')
    text += Buffer.from(chunk).toString('latin1')
    const end = text.indexOf('\r\n\r\n')
    if (end < 0) continue
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
    if (text.length < end + 4 + length) continue
    if (text.startsWith('HTTP/1.1 201')) return
    throw new Error(`An artifact was not recorded: ${text.slice(0, 500)}`)
  }
}
