import { createHash, randomBytes } from 'node:crypto'

const answerMs = 10_000
const answerBytes = 256 * 1024
const nonceBytes = 8

// DER (X.690) of what never changes: the object identifier of SHA-256 with its NULL parameters, and id-ct-TSTInfo.
const sha256Algorithm = Buffer.from('300d06096086480165030402010500', 'hex')
const tstInfoType = Buffer.from('060b2a864886f70d0109100104', 'hex')

/**
 * Has an authority stamp the SHA-256 of `bytes` (RFC 3161 over HTTP). Returns its whole TimeStampResp, which `openssl ts -verify`
 * takes. Checks that the stamp was granted and is of these bytes and of this question; the authority's signature is for whoever
 * relies on it, with the certificate they trust. Throws when there is no such stamp.
 */
export async function requestTimeStamp(authority: string, bytes: Uint8Array): Promise<Buffer> {
  const digest = createHash('sha256').update(bytes).digest()
  const nonce = randomBytes(nonceBytes)
  // Positive and without superfluous zeroes, as DER wants an INTEGER.
  nonce[0] = (nonce.readUInt8(0) & 0x7f) | 0x40
  const response = await fetch(authority, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: Uint8Array.from(encodeRequest(digest, nonce)),
    redirect: 'error',
    signal: AbortSignal.timeout(answerMs),
  })
  if (response.status !== 200) throw new Error(`The time stamp authority answered with status ${response.status}.`)
  const answer = Buffer.from(await response.arrayBuffer())
  if (answer.length > answerBytes) throw new RangeError('The time stamp authority answered with more than 256 KiB.')
  checkAnswer(answer, digest, nonce)
  return answer
}

/** TimeStampReq: version 1, the imprint, a nonce, and the wish for the authority's certificate. */
function encodeRequest(digest: Uint8Array, nonce: Uint8Array): Buffer {
  const imprint = encode(0x30, sha256Algorithm, encode(0x04, digest))
  return encode(0x30, encode(0x02, Buffer.of(1)), imprint, encode(0x02, nonce), encode(0x01, Buffer.of(0xff)))
}

function checkAnswer(answer: Buffer, digest: Buffer, nonce: Buffer): void {
  const [response] = decodeAll(answer)
  const [statusInfo, token] = decodeAll(response?.content ?? Buffer.alloc(0))
  const [status] = decodeAll(statusInfo?.content ?? Buffer.alloc(0))
  const granted = status?.tag === 0x02 && status.content.length === 1 && status.content.readUInt8(0) <= 1
  if (!granted || token === undefined) throw new Error('The time stamp authority refused.')
  // TSTInfo: version, policy, messageImprint, serialNumber, genTime, … nonce.
  const fields = decodeAll(findStampedContent(token.content))
  const imprint = fields[2]?.content
  const isOurs =
    imprint !== undefined &&
    imprint.equals(Buffer.concat([sha256Algorithm, encode(0x04, digest)])) &&
    fields.slice(5).some(({ tag, content }) => tag === 0x02 && content.equals(nonce))
  if (!isOurs) throw new Error('The time stamp is not of this checkpoint, or answers another question.')
}

/** The TSTInfo within a CMS SignedData: what follows the type's identifier, as [0] EXPLICIT OCTET STRING. */
function findStampedContent(token: Buffer): Buffer {
  const at = token.indexOf(tstInfoType)
  if (at === -1) throw new Error('The answer holds no time stamp.')
  const [explicit] = decodeAll(token.subarray(at + tstInfoType.length), 1)
  const [octets] = decodeAll(explicit?.content ?? Buffer.alloc(0))
  const [info] = decodeAll(octets?.content ?? Buffer.alloc(0))
  return info?.content ?? Buffer.alloc(0)
}

interface Element {
  readonly tag: number
  readonly content: Buffer
}

/** The DER elements that follow one another in `bytes`, at most `most`. Throws on lengths that do not fit. */
function decodeAll(bytes: Buffer, most = Infinity): Element[] {
  const found: Element[] = []
  for (let at = 0; at < bytes.length && found.length < most;) {
    const tag = bytes.readUInt8(at)
    const first = bytes.readUInt8(at + 1)
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f
    if (lengthBytes > 3 || first === 0x80) throw new RangeError('The answer has a length that DER does not allow.')
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes)
    const from = at + 2 + lengthBytes
    if (from + length > bytes.length) throw new RangeError('The answer is cut off.')
    found.push({ tag, content: bytes.subarray(from, from + length) })
    at = from + length
  }
  return found
}

function encode(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  if (content.length > 0x7f) throw new RangeError('Longer than a request ever is.')
  return Buffer.concat([Buffer.of(tag, content.length), content])
}
