import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { pipeline } from 'node:stream/promises'

/** The most of an answer that is read; ours are a few kilobytes. */
const ANSWER_BYTES_LIMIT = 8_000_000

/**
 * Posts a body while it is produced and answers with the response, whatever its status; redirects are not followed.
 * Node's own client and not `fetch`, which keeps reading ahead of the network: measured, 750 MB of file took 830 MB of
 * memory. A response that comes before the body is through ends the sending. Rejects with the system's error.
 */
export function postStream(
  target: URL,
  headers: Readonly<Record<string, string>>,
  body: AsyncIterable<Uint8Array>,
): Promise<Response> {
  const open = target.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const request = open(target, { method: 'POST', headers })
    let isAnswered = false
    const fail = (error: Error) => {
      // A server that refuses early answers and then hangs up; the broken pipe behind an answer changes nothing.
      if (!isAnswered) reject(error)
    }
    request.on('response', (incoming) => {
      isAnswered = true
      readResponse(incoming)
        .then(resolve, reject)
        // Whatever of the body the server did not want would otherwise keep the connection, and the command, open.
        .finally(() => request.destroy())
    })
    request.on('error', fail)
    pipeline(body, request).catch(fail)
  })
}

async function readResponse(incoming: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    if (!(chunk instanceof Buffer)) continue
    size += chunk.length
    if (size > ANSWER_BYTES_LIMIT) throw new Error('the answer is far too long')
    chunks.push(chunk)
  }
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string') headers.set(name, value)
  }
  const status = incoming.statusCode ?? 500
  const mayCarryBody = ![204, 205, 304].includes(status)
  return new Response(mayCarryBody ? Buffer.concat(chunks) : null, { status, headers })
}
