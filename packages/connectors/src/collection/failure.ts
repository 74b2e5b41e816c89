/** Why something could not be read, by what a person has to do about it. */
export const failureKinds = [
  'credentials',
  'permission',
  'not-allowed',
  'unreachable',
  'throttled',
  'too-large',
  'malformed',
  'canceled',
] as const
export type FailureKind = (typeof failureKinds)[number]

/** A read that failed. It is never an absence: what was asked for may be there all the same. The sentence holds no secret. */
export class CollectFailure extends Error {
  readonly kind: FailureKind

  constructor(kind: FailureKind, sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause })
    this.name = 'CollectFailure'
    this.kind = kind
  }
}

const remedies: Readonly<Record<FailureKind, string>> = {
  credentials: 'Renew the credentials of this connection.',
  permission: 'Give the account of this connection the permission named in its description.',
  'not-allowed': 'Ask the operator to allow this host, or correct the address.',
  unreachable: 'Check the address and whether the system answers, then collect again.',
  throttled: 'Collect again later, or less often.',
  'too-large': 'Narrow the settings of this connection so that less is read at once.',
  malformed: 'The system answered something unexpected. Check its address and version.',
  canceled: 'Collect again when it suits.',
}

/** What to do about a failure, in one sentence. */
export function remedyOf(kind: FailureKind): string {
  return remedies[kind]
}

/** Anything thrown while reading, as a failure. What is not ours to explain is said to be unexpected. */
export function toFailure(error: unknown): CollectFailure {
  if (error instanceof CollectFailure) return error
  const message = error instanceof Error ? error.message : String(error)
  return new CollectFailure('malformed', `The answer could not be understood: ${message.slice(0, 300)}`, error)
}
