/** Every way a request or a file can be refused. A client may switch on these; the sentence beside it is for a person. */
export const problemCodes = [
  'invalid-input',
  'malformed-file',
  'unsupported-media',
  'too-large',
  'empty-file',
  'not-found',
  'not-signed-in',
  'not-permitted',
  'conflict',
  'gone',
  'too-many-requests',
  'storage-full',
  'unavailable',
  'internal',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** Where in the input the trouble is: a file, a 1-based line, a field's name or path. */
export interface ProblemPlace {
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly field?: string | undefined
}

/** A refusal with one clear sentence (what, where) and what to do next. Everything else that is thrown is a defect. */
export class EvidentiaError extends Error {
  readonly code: ProblemCode
  readonly place: ProblemPlace
  readonly remedy: string | undefined

  constructor(
    code: ProblemCode,
    sentence: string,
    detail: { place?: ProblemPlace; remedy?: string; cause?: unknown } = {},
  ) {
    super(sentence, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'EvidentiaError'
    this.code = code
    this.place = detail.place ?? {}
    this.remedy = detail.remedy
  }
}
