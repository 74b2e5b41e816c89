import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** What is answered to a question: texts of TXT records, addresses of A records, or a failure of the server. */
export type DnsRecords = ReadonlyMap<
  string,
  { readonly txt?: readonly string[]; readonly a?: readonly string[] } | 'failure'
>

/** A DNS server on this machine (RFC 1035 over UDP) that knows `records` by name in lower case and nothing else. */
export async function startDnsAnswerer(
  records: DnsRecords,
): Promise<{ readonly address: string; readonly asked: readonly string[]; stop(): void }> {
  const socket = createSocket('udp4')
  const asked: string[] = []
  socket.on('message', (message, { port, address }) => {
    const { name, type, end } = readQuestion(message)
    asked.push(name)
    socket.send(answer(message.subarray(0, end), records.get(name), type), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { address: `127.0.0.1:${socket.address().port}`, asked, stop: () => socket.close() }
}

function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 }
}

const typeA = 1
const typeTxt = 16

function answer(question: Buffer, found: ReturnType<DnsRecords['get']>, type: number): Buffer {
  const known = found === undefined || found === 'failure' ? {} : found
  const data =
    type === typeTxt
      ? (known.txt ?? []).map(encodeTxt)
      : type === typeA
        ? (known.a ?? []).map((address) => Buffer.from(address.split('.').map(Number)))
        : []
  const head = Buffer.from(question)
  const code = found === 'failure' ? 2 : found === undefined ? 3 : 0
  head.writeUInt16BE(0x8180 | code, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(data.length, 6)
  head.writeUInt32BE(0, 8)
  const answers = data.map((bytes) => {
    // The name is that of the question, at offset 12.
    const start = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, 0])
    start.writeUInt16BE(bytes.length, 10)
    return Buffer.concat([start, bytes])
  })
  return Buffer.concat([head, ...answers])
}

/** Character strings of at most 255 bytes each. */
function encodeTxt(text: string): Buffer {
  const parts = text.match(/.{1,255}/g) ?? ['']
  return Buffer.concat(parts.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part, 'latin1')])))
}
