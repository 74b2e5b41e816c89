import { EvidentiaError } from '@evidentia/core'

const headerLimit = 256 * 1024
const signatureLimit = 10
/** RFC 5322 section 3.6 and RFC 2045: of these there is at most one. Two of them are read by one program so, by another otherwise. */
const single = [
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
]

/** A message as it came over the wire, with the parts of its header that are read here. */
export interface WireMessage {
  readonly bytes: Buffer
  /** Values by name in lower case, unfolded, in the order in which they came. */
  readonly header: ReadonlyMap<string, readonly string[]>
  readonly body: Buffer
}

/**
 * Reads the header of a message. Throws `malformed-file` for what two programs could read differently, before anything is believed of
 * it: a NUL, a line that ends in CR or LF alone (with which a second message is smuggled behind the first), two From or Content-Type.
 */
export function readWire(bytes: Buffer): WireMessage {
  refuseUnsafeBytes(bytes)
  const end = bytes.indexOf('\r\n\r\n')
  const head = end === -1 ? bytes : bytes.subarray(0, end)
  if (head.length > headerLimit) throw malformed(`has a header of more than ${headerLimit / 1024} KiB`)
  const header = readHeader(head.toString('latin1'))
  for (const name of single)
    if ((header.get(name)?.length ?? 0) > 1) throw malformed(`has more than one header field ${name}`)
  if (!header.has('from')) throw malformed('has no header field From')
  if ((header.get('dkim-signature')?.length ?? 0) > signatureLimit)
    throw malformed(`has more than ${signatureLimit} DKIM signatures`)
  return { bytes, header, body: end === -1 ? bytes.subarray(bytes.length) : bytes.subarray(end + 4) }
}

function refuseUnsafeBytes(bytes: Buffer): void {
  if (bytes.includes(0)) throw malformed('has a NUL byte')
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1))
    if (bytes[at - 1] !== 0x0d) throw malformed('has a line that ends in LF without CR')
  for (let at = bytes.indexOf(0x0d); at !== -1; at = bytes.indexOf(0x0d, at + 1))
    if (bytes[at + 1] !== 0x0a) throw malformed('has a CR without LF')
}

function readHeader(text: string): Map<string, string[]> {
  const header = new Map<string, string[]>()
  let last: string[] | undefined
  for (const line of text.split('\r\n')) {
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.push(`${last.pop() ?? ''}${line}`)
      continue
    }
    const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/s.exec(line) ?? []
    if (name === undefined || value === undefined) throw malformed('has a header line without a name')
    last = header.get(name.toLowerCase()) ?? []
    last.push(value.trim())
    header.set(name.toLowerCase(), last)
  }
  return header
}

export function malformed(what: string, cause?: unknown): EvidentiaError {
  return new EvidentiaError('malformed-file', `The message ${what}.`, { remedy: 'Send it again, well-formed.', cause })
}
