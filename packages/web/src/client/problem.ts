/** What went wrong, in a sentence a person can act on. `status` 0 means that the server was not reached. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number
  readonly code: string
  /** The id of the request, to quote when asking for help. */
  readonly request: string | null

  constructor(status: number, code: string, sentence: string, request: string | null, options?: ErrorOptions) {
    super(sentence, options)
    this.status = status
    this.code = code
    this.request = request
  }
}

/** Reads a problem document (RFC 9457) into one error; any other answer gets a sentence by its status. */
export function problemOf(status: number, text: string): ProblemError {
  const document = parseObject(text)
  const detail = textOf(document['detail']) ?? textOf(document['title']) ?? sentenceFor(status)
  const place = placeOf(document['place'])
  const remedy = textOf(document['remedy'])
  const sentence = [detail, place, remedy].filter((part) => part !== null && part !== '').join(' ')
  const code = (textOf(document['type']) ?? '').split(':').at(-1) ?? ''
  return new ProblemError(status, code, sentence, textOf(document['instance']))
}

/** The error for a request that got no answer at all. */
export function unreachable(cause: unknown): ProblemError {
  const sentence = 'The server did not answer. Check that it is running and that you are online, then try again.'
  return new ProblemError(0, 'unreachable', sentence, null, { cause })
}

/** The sentence to show for anything that was thrown. */
export function describeError(error: unknown): string {
  if (error instanceof ProblemError) return error.message
  return 'Something went wrong in this page. Load it again; if it happens again, tell whoever runs this server.'
}

function sentenceFor(status: number): string {
  if (status === 401) return 'You are signed out. Sign in again.'
  if (status === 403) return 'Your role does not allow this. Ask an administrator of the organization.'
  if (status === 404) return 'This does not exist here, or you may not see it.'
  if (status === 413) return 'The file is larger than this server accepts.'
  if (status === 429) return 'Too many attempts. Wait a minute, then try again.'
  return `The server could not do this (status ${status}). Try again in a moment.`
}

function placeOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  const entries = Object.entries(value).filter(([, part]) => typeof part === 'string' || typeof part === 'number')
  if (entries.length === 0) return null
  return `(${entries.map(([name, part]) => `${name}: ${part}`).join(', ')})`
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function parseObject(text: string): { readonly [key: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    // Not JSON: a proxy answered instead of the server, and the status is all there is.
    return {}
  }
}
