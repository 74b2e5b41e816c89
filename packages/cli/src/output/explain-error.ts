import { inspect } from 'node:util'
import { plainText } from './plain-text.ts'

/** A refusal by a command itself: 1 for what it was given, 2 for how it was called. */
export class Refusal extends Error {
  readonly exitCode: 1 | 2

  constructor(exitCode: 1 | 2, sentence: string, options?: { cause?: unknown }) {
    super(sentence, options)
    this.name = 'Refusal'
    this.exitCode = exitCode
  }
}

/** The one sentence to show for anything thrown, and the exit code. Never a stack trace, never a second line. */
export function explainError(error: unknown): { sentence: string; exitCode: 1 | 2 } {
  const exitCode = error instanceof Refusal ? error.exitCode : 1
  return { sentence: plainText(describe(error).replaceAll(/\s*\n\s*/g, ' ')), exitCode }
}

function describe(error: unknown): string {
  if (error instanceof Refusal) return error.message
  if (!(error instanceof Error)) return defect(inspect(error))
  // By name and not by class: loading the domain to recognize its errors would slow `verify`, which needs none of it.
  if (refusals.has(error.name)) return withRemedy(error)
  return describeSystemError(error) ?? defect(error.message)
}

const refusals: ReadonlySet<string> = new Set(['EvidentiaError', 'LedgerError', 'CatalogFileError'])

function withRemedy(error: Error): string {
  const remedy = 'remedy' in error && typeof error.remedy === 'string' ? error.remedy : undefined
  return remedy === undefined || error.message.includes(remedy) ? error.message : `${error.message} ${remedy}`
}

function describeSystemError(error: NodeJS.ErrnoException): string | undefined {
  const reason = error.code === undefined ? undefined : systemReasons.get(error.code)
  if (reason === undefined) return undefined
  return `${error.path ?? 'A file'} ${reason}.`
}

const systemReasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist; check the path'],
  ['ENOTDIR', 'is not a folder; check the path'],
  ['EISDIR', 'is a folder where a file is needed; check the path'],
  ['EEXIST', 'already exists and is not overwritten; choose another name'],
  ['EACCES', 'may not be opened by this user; check its permissions'],
  ['EPERM', 'may not be changed by this user; check its permissions'],
  ['EROFS', 'is on a read-only file system; choose another place'],
  ['ENOSPC', 'could not be written because the disk is full; make room and run again'],
  ['EMFILE', 'could not be opened because too many files are open; raise the limit and run again'],
  ['ENAMETOOLONG', 'has too long a name; choose a shorter one'],
  ['ELOOP', 'is a link that leads in a circle; check the path'],
])

function defect(message: string): string {
  return `Something failed that should not have: ${message}. Please report it together with the command you ran.`
}
