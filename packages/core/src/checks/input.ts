import type { Subject } from '../assessment/subject.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Lifecycle } from '../evidence/lifecycle.ts'
import type { Program } from '../program/program.ts'
import type { RecordType } from '../records/record.ts'
import type { Check, CheckInput, Sourced } from './check.ts'
import type { ParameterValues } from './parameters.ts'
import type { GivenRecords } from './sealed-result.ts'
import { standingOf } from './silence.ts'

/** Where what a check may see comes from. */
export interface CheckSources {
  readonly subject: Subject
  readonly program: Program
  readonly asOf: string
  /** What is set for the check; the rest has its default. */
  readonly parameters: ParameterValues
  /** The evidence judged; null: the programme alone. */
  readonly evidence: Evidence | null
  /** The row's evidence before it, newest first. */
  readonly earlier: readonly Evidence[]
  readonly newest: (type: RecordType) => Evidence | undefined
  /** The evidence of the same thing before `source`, with records of `type`; undefined where there is none. */
  readonly beforeJoined: (source: Evidence, type: RecordType) => Evidence | undefined
  /** The records of one type in evidence; null where it gave none, not even zero, or they are gone. */
  readonly read: <T extends RecordType>(evidence: Evidence, type: T) => readonly Sourced<T>[] | null
  readonly reviewOf: (evidence: string) => Lifecycle['review']
}

/** What `check` is given: exactly what it declares to read. Asking for more is a defect of the check, and it shows. */
export function makeCheckInput(check: Check, sources: CheckSources): CheckInput {
  const { subject, asOf, parameters, evidence, earlier } = sources
  const [organization] = sources.program.organization.values()
  return {
    subject,
    asOf,
    parameters,
    timeZone: organization?.timeZone ?? 'UTC',
    program: () => {
      refuseUndeclared(check, check.program === true, 'the program')
      return sources.program
    },
    populations: evidence === null ? [] : listStandings(check, evidence, sources),
    joined: listJoined(check, sources),
    population: (type) => {
      refuseUndeclared(check, check.population.includes(type), `its own evidence's ${type} records`)
      return evidence === null ? null : sources.read(evidence, type)
    },
    newest: (type) => {
      refuseUndeclared(check, check.joins.includes(type), `the newest ${type} records`)
      const source = sources.newest(type)
      return source === undefined ? null : sources.read(source, type)
    },
    history: <T extends RecordType>(type: T) => {
      refuseUndeclared(check, check.history === true && check.population.includes(type), `earlier ${type} records`)
      return earlier.flatMap((before) => [sources.read(before, type) ?? []])
    },
  }
}

/** The evidence whose records `check` is given, in the order of asking. An earlier evidence without records is named all the same. */
export function listGiven(check: Check, { evidence, earlier, newest, read }: CheckSources): GivenRecords[] {
  const name = (role: GivenRecords['role'], type: RecordType, source: Evidence): GivenRecords => {
    const isThere = source.derived !== null && read(source, type) !== null
    return { role, type, evidence: source.id, records: isThere ? (source.derived?.sha256 ?? null) : null }
  }
  return [
    ...(evidence === null ? [] : check.population.map((type) => name('population', type, evidence))),
    ...check.joins.flatMap((type) => {
      const source = newest(type)
      return source === undefined ? [] : [name('newest', type, source)]
    }),
    ...(check.history === true
      ? check.population.flatMap((type) => earlier.map((before) => name('history', type, before)))
      : []),
  ]
}

function listStandings(check: Check, evidence: Evidence, { earlier, reviewOf }: CheckSources) {
  return check.population.flatMap((type) => standingOf(type, evidence, earlier, reviewOf(evidence.id)) ?? [])
}

function listJoined(check: Check, { newest, beforeJoined, reviewOf }: CheckSources) {
  return check.joins.flatMap((type) => {
    const source = newest(type)
    if (source === undefined) return []
    const before = beforeJoined(source, type)
    return standingOf(type, source, before === undefined ? [] : [before], reviewOf(source.id)) ?? []
  })
}

function refuseUndeclared(check: Check, isDeclared: boolean, what: string): void {
  // What is not declared is not sealed with the result, and then nobody could run it again.
  if (!isDeclared) throw new RangeError(`The check ${check.id} reads ${what} and does not declare it.`)
}
