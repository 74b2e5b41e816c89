import { createServer, type IncomingMessage } from 'node:http'
import { sha256Hex } from '@evidentia/ledger'
import { composeEvidence } from '@evidentia/connectors'
import { computeLifecycle, evidenceClaimSchema } from '@evidentia/core'
import { makeReceipt } from './make-receipt.ts'

/** What one request brought, in the order of its parts. */
export interface ReceivedRequest {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly parts: readonly { readonly name: string; readonly fileName: string | null; readonly bytes: Buffer }[]
}

/** How the server answers instead of recording: a status, headers and a body. */
export interface OtherAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/**
 * A server that records evidence the way the API says, unless `answer` gives something else for a request.
 * `receiptFor` lets a test have it answer with a receipt for other bytes.
 */
export async function startReceivingServer(
  options: {
    readonly answer?: (request: ReceivedRequest, attempt: number) => OtherAnswer | undefined
    readonly receiptFor?: (file: Buffer) => Uint8Array
  } = {},
) {
  const requests: ReceivedRequest[] = []
  const server = createServer((incoming, outgoing) => {
    void readRequest(incoming).then(async (request) => {
      requests.push(request)
      const other = options.answer?.(request, requests.length)
      const { status, headers = {}, body } = other ?? (await record(request, options.receiptFor))
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, requests, [Symbol.asyncDispose]: close }
}

async function record(
  { parts }: ReceivedRequest,
  receiptFor: (file: Buffer) => Uint8Array = (file) => file,
): Promise<OtherAnswer> {
  const [claimPart, file] = parts
  const claim = evidenceClaimSchema.parse(JSON.parse(claimPart?.bytes.toString('utf8') ?? ''))
  const bytes = file?.bytes ?? Buffer.alloc(0)
  const artifact = { sha256: sha256Hex(bytes), size: bytes.length, name: file?.fileName ?? '', mediaType: 'text/csv' }
  const broughtBy = { type: 'api-key', id: 'key-1' } as const
  const evidence = {
    ...composeEvidence({ artifact, derived: null, claim, broughtBy }),
    recordedAt: '2026-10-31T18:00:00Z',
    entry: 3,
    actor: { type: 'api-key', id: 'key-1', name: 'pipeline' },
    retention: 'hipaa-documentation',
    retainedUntil: '2032-10-31',
    supersededBy: null,
    ...computeLifecycle([]),
  }
  return { status: 201, body: { evidence, receipt: await makeReceipt(receiptFor(bytes)), duplicate: false } }
}

async function readRequest(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) if (chunk instanceof Buffer) chunks.push(chunk)
  const boundary = /boundary=(.+)$/.exec(incoming.headers['content-type'] ?? '')?.[1] ?? ''
  return { path: incoming.url ?? '', headers: incoming.headers, parts: splitParts(Buffer.concat(chunks), boundary) }
}

function splitParts(body: Buffer, boundary: string): ReceivedRequest['parts'] {
  const pieces = body.toString('latin1').split(`--${boundary}`).slice(1, -1)
  return pieces.map((piece) => {
    const blank = piece.indexOf('\r\n\r\n')
    const head = piece.slice(0, blank)
    return {
      name: / name="([^"]*)"/.exec(head)?.[1] ?? '',
      fileName: /filename="([^"]*)"/.exec(head)?.[1] ?? null,
      bytes: Buffer.from(piece.slice(blank + 4, -2), 'latin1'),
    }
  })
}
