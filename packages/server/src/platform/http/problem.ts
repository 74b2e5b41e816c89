import { EvidentiaError, type ProblemCode, type ProblemPlace } from '@evidentia/core'
import type { z } from 'zod'
import { asStorageError } from '../blobs/storage-error.ts'

/** The body of every refusal (RFC 9457). `instance` is the request id, by which the operator finds it in the log. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly place?: ProblemPlace
  readonly remedy?: string
}

const answers: { readonly [C in ProblemCode]: readonly [status: number, title: string] } = {
  'invalid-input': [422, 'The input is not valid'],
  'malformed-file': [422, 'The file could not be read'],
  'empty-file': [422, 'The file is empty'],
  'unsupported-media': [415, 'This kind of file is not accepted'],
  'too-large': [413, 'Too large'],
  'not-found': [404, 'Not found'],
  'not-signed-in': [401, 'Not signed in'],
  'not-permitted': [403, 'Not permitted'],
  conflict: [409, 'Conflict'],
  gone: [410, 'No longer there'],
  'too-many-requests': [429, 'Too many requests'],
  'storage-full': [507, 'Storage is full'],
  unavailable: [503, 'Not available now'],
  internal: [500, 'The server failed'],
}

/** What a client is told about `error`. Anything that is not a refusal of ours stays opaque. */
export function describeProblem(error: unknown, instance: string): Problem {
  const known = asRefusal(error)
  const [status, title] = answers[known.code]
  return {
    type: `urn:evidentia:problem:${known.code}`,
    title,
    status,
    detail: known.code === 'internal' ? 'The server failed; whether this was done is not known.' : known.message,
    instance,
    ...(Object.keys(known.place).length === 0 || known.code === 'internal' ? {} : { place: known.place }),
    ...(known.remedy === undefined ? {} : { remedy: known.remedy }),
  }
}

function asRefusal(error: unknown): EvidentiaError {
  const known = asStorageError(error)
  if (known instanceof EvidentiaError) return known
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const refusal = frameworkRefusals.get(code) ?? (isDatabaseLost(error) ? lost : databaseRefusals.get(code))
  return refusal === undefined
    ? new EvidentiaError('internal', 'The server failed.', { cause: error })
    : new EvidentiaError(...refusal)
}

type Refusal = readonly [code: ProblemCode, sentence: string, detail?: { remedy: string }]

/** What Fastify refuses before an operation is reached. */
const frameworkRefusals = new Map<string, Refusal>([
  ['FST_ERR_CTP_INVALID_JSON_BODY', ['invalid-input', 'The body is not valid JSON.']],
  ['FST_ERR_CTP_BODY_TOO_LARGE', ['too-large', 'The body is larger than 1 MiB.']],
  [
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    [
      'unsupported-media',
      'The body is of a type this operation does not take.',
      { remedy: 'Send application/json, or multipart/form-data where a file is taken.' },
    ],
  ],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', ['invalid-input', 'The body is not as long as its Content-Length says.']],
  [
    'FST_INVALID_MULTIPART_CONTENT_TYPE',
    ['unsupported-media', 'This operation takes multipart/form-data with a claim and a file.'],
  ],
  ['FST_PARTS_LIMIT', ['invalid-input', 'The form has more parts than a claim and a file.']],
  ['FST_FILES_LIMIT', ['invalid-input', 'The form has more than one file; send them one by one.']],
  ['FST_FIELDS_LIMIT', ['invalid-input', 'The form has more fields than the claim.']],
  ['FST_INVALID_JSON_FIELD_ERROR', ['invalid-input', 'The claim is not valid JSON, or is larger than 64 KiB.']],
  ['FST_PROTO_VIOLATION', ['invalid-input', 'The form has a field with a forbidden name.']],
  [
    'FST_MP_PREMATURE_CLOSE',
    ['invalid-input', 'The upload ended before its file did; nothing was stored.', { remedy: 'Send it again.' }],
  ],
  ['FST_ERR_BAD_URL', ['invalid-input', 'The address is malformed.']],
])

/** Also a commit may have been under way: what was asked may be done, and only asking again tells. */
const lost: Refusal = [
  'unavailable',
  'The database was lost or could not be reached; whether this was done is not known.',
  { remedy: 'Send it again in a moment; evidence that was recorded is answered with its receipt.' },
]

/** A session that PostgreSQL ended, or that ended with it: in the last case the driver tells in words only. */
function isDatabaseLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('severity' in error && (error.severity === 'PANIC' || error.severity === 'FATAL')) return true
  return /^Connection terminated|^Client has encountered a connection error|^timeout exceeded when trying to connect/.test(
    error.message,
  )
}

/** Conditions of the database that pass by themselves, and texts it cannot hold. */
const databaseRefusals = new Map<string, Refusal>([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '08006', '08001', '08003', '53300'].map(
    (code) => [code, lost] as const,
  ),
  [
    '58030',
    [
      'unavailable',
      'The disk of the database failed while it was read or written; nothing was changed.',
      { remedy: 'Send it again; when it keeps failing, ask the operator to look at the disk.' },
    ],
  ],
  [
    '55P03',
    [
      'unavailable',
      'Another change to this organization is taking long; nothing was changed.',
      { remedy: 'Try again in a moment.' },
    ],
  ],
  [
    '57014',
    [
      'unavailable',
      'This took too long and was stopped; nothing was changed.',
      { remedy: 'Narrow the question, or try again.' },
    ],
  ],
  [
    '53100',
    [
      'storage-full',
      'The database has no room left; nothing was changed.',
      { remedy: 'Ask the operator to free space, then send it again.' },
    ],
  ],
  ['22P05', ['invalid-input', 'A text holds a NUL character; remove it.']],
  ['22021', ['invalid-input', 'A text holds a NUL character; remove it.']],
])

/** Parses `value` by `schema`, or refuses naming the first field that does not fit. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw refuseIssues(parsed.error, what)
}

function refuseIssues(error: z.ZodError, what: string): EvidentiaError {
  const issue = error.issues[0]
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const field = (issue?.path ?? []).concat(unknown ?? []).join('.')
  const reason = unknown === undefined ? (issue?.message ?? 'it does not fit') : 'there is no such field'
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : ''
  return new EvidentiaError(
    'invalid-input',
    `${what} is not valid${field === '' ? '' : ` at ${field}`}: ${reason}${more}.`,
    field === '' ? {} : { place: { field } },
  )
}
