import { createHash } from 'node:crypto'
import { canonicalLine, countVerdicts, parametersInForce, sortItems } from '@evidentia/core'
import type { CheckResult, CheckRun, GivenRecords, ItemVerdict, SealedResult } from '@evidentia/core'

/** The most that rides in the log entry itself, in bytes; an entry holds 65,535 in all. */
const inlineBytes = 16_384

/** A result as it is sealed, and what of it is too large for an entry. */
export interface SealedParts {
  readonly fact: SealedResult
  /** Its lines, one after the other, have the SHA-256 and the size that the fact names. Null where the fact holds them itself. */
  readonly artifact: { readonly sha256: string; readonly size: number; readonly lines: () => Iterable<string> } | null
}

/**
 * What a check was asked, as one digest: the check, its parameters, the day and the records, named by their hashes. While it stays
 * the same a check over records has nothing new to say. Of a check over the programme it leaves out the day, which passes by itself.
 */
export function identifyQuestion({ row, check, input, evidence, interval, given }: CheckRun): string {
  const overProgram = evidence === null
  return digest([
    {
      row,
      check: check.id,
      version: check.version,
      definition: check.definition ?? null,
      parameters: parametersInForce(check.parameters, input.parameters),
      evidence,
      interval,
      asOf: overProgram ? null : input.asOf,
      timeZone: input.timeZone,
      populations: input.populations,
      joined: input.joined,
      given,
    },
  ])
}

/** Seals what `run` gave. `programSize` is the size of the log from which the programme was read. */
export function sealResult(run: CheckRun, result: CheckResult, programSize: number): SealedParts {
  const { row, requirement, subject, check, input, evidence, interval, given } = run
  const items = sortItems(result.items)
  const lines = (): Iterable<string> => listResultLines(given, items)
  const { sha256, size } = measure(lines())
  const isInline = size <= inlineBytes
  const answer = {
    row,
    requirement,
    system: subject.kind === 'system' ? subject.id : null,
    vendor: subject.kind === 'vendor' ? subject.id : null,
    check: result.check,
    version: result.version,
    definition: check.definition ?? null,
    asserts: result.asserts,
    parameters: result.parameters,
    asOf: input.asOf,
    timeZone: input.timeZone,
    evidence,
    interval,
    programSize,
    populations: [...input.populations],
    joined: [...input.joined],
    verdict: result.verdict,
    summary: result.summary,
    counts: countVerdicts(items),
    question: identifyQuestion(run),
    itemsSha256: digest(items),
  }
  const content = isInline ? { given: [...given], items: items.map(withoutAbsent) } : { sha256, size }
  return {
    fact: { id: nameResult(answer), ...answer, content },
    artifact: isInline ? null : { sha256, size, lines },
  }
}

/** `re_` and the first 20 hexadecimal digits of SHA-256 over everything a result says, its items by their digest. */
function nameResult(answer: Omit<SealedResult, 'id' | 'content'>): string {
  return `re_${digest([answer]).slice(0, 20)}`
}

/** What a check was given and its items as canonical lines: the content of a result's artifact. */
export function* listResultLines(
  given: readonly GivenRecords[],
  items: readonly ItemVerdict[],
): Generator<string, void, undefined> {
  for (const one of given) yield canonicalLine({ given: one })
  for (const item of items) yield canonicalLine({ item })
}

/** An item as JSON has it, so that what is sealed reads back as it was. */
function withoutAbsent(item: ItemVerdict): ItemVerdict {
  const { type, key, evidence, line } = item.record
  const record = { type, key, ...(evidence === undefined ? {} : { evidence }), ...(line === undefined ? {} : { line }) }
  return { ...item, record }
}

/** SHA-256 over one canonical line for each value. */
function digest(values: readonly (object | GivenRecords | ItemVerdict)[]): string {
  const hash = createHash('sha256')
  for (const value of values) hash.update(canonicalLine(value))
  return hash.digest('hex')
}

function measure(lines: Iterable<string>): { sha256: string; size: number } {
  const hash = createHash('sha256')
  let size = 0
  for (const line of lines) {
    hash.update(line)
    size += Buffer.byteLength(line)
  }
  return { sha256: hash.digest('hex'), size }
}
