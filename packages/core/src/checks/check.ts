import type { CheckDefinition } from '../program/check-definition.ts'
import type { Program } from '../program/program.ts'
import type { RecordOf, RecordType } from '../records/record.ts'
import type { Subject } from '../assessment/subject.ts'
import type { Parameters, ParameterValues, ValuesOf } from './parameters.ts'
import type { PopulationWholeness } from './silence.ts'

export const verdicts = ['met', 'not-met', 'unknown', 'not-applicable'] as const
/** What a check says. `unknown` is not passed. */
export type Verdict = (typeof verdicts)[number]

/** The raw record an item speaks of: one of an evidence item, or an object of the program, which has no evidence. */
export interface RecordIdentity {
  /** The record's type, or the kind of a program object. */
  readonly type: string
  readonly key: string
  readonly evidence?: string | undefined
  /** Where it stood in its artifact, from 1. */
  readonly line?: number | undefined
}

/** The verdict on one item of the population, with the value that decided it. */
export interface ItemVerdict {
  readonly key: string
  readonly verdict: Verdict
  readonly reason: string
  readonly record: RecordIdentity
  /** The deciding value as text; null where the record has none, which is itself a reason. */
  readonly value: string | null
}

/** What a check finds by itself. */
export interface Judgement {
  readonly verdict: Verdict
  readonly summary: string
  readonly items: readonly ItemVerdict[]
}

/** A check's answer, with the sentence and the values under which it was given. */
export interface CheckResult extends Judgement {
  readonly check: string
  readonly version: number
  readonly asserts: string
  readonly parameters: ParameterValues
}

/** A record together with the evidence it came from. */
export type Sourced<T extends RecordType> = RecordOf<T> & { readonly evidence: string }
export type SourcedRecord = { [T in RecordType]: Sourced<T> }[RecordType]

/** What a check may see: no clock, no network, no other organization. */
export interface CheckInput {
  readonly subject: Subject
  /** The organization's zone on the day judged, in which an instant has a calendar day. */
  readonly timeZone: string
  /** The day judged; also the last day whose facts are visible. */
  readonly asOf: string
  /** The value of every parameter the check declares. */
  readonly parameters: ParameterValues
  /** How whole each population is, for the judgement whether silence is meant. */
  readonly populations: readonly PopulationWholeness[]
  /** The same of the records joined: what is missing in them would read as nothing there. */
  readonly joined: readonly PopulationWholeness[]
  /** The programme of the day judged. For checks that declare it. */
  program(): Program
  /** Records of the row's own evidence: the population. `null`: that evidence carries no records of this type. */
  population<T extends RecordType>(type: T): readonly Sourced<T>[] | null
  /** Records of the newest evidence of this type anywhere in the organization, such as the HR roster. `null`: there is none. */
  newest<T extends RecordType>(type: T): readonly Sourced<T>[] | null
  /** Records of this type in the row's earlier evidence, newest first, one list per evidence item. For checks that declare it. */
  history<T extends RecordType>(type: T): readonly (readonly Sourced<T>[])[]
}

/** An assertion over a population in one readable sentence. Pure. */
export interface Check {
  readonly id: string
  /** Raised whenever the same input would give another result; a sealed result is run again by the version that gave it. */
  readonly version: number
  /** What is asserted. `{name}` stands for the value of a parameter. */
  readonly asserts: string
  /** Record types read from the row's own evidence; empty for a check over the programme itself. */
  readonly population: readonly RecordType[]
  /** Record types joined from elsewhere. */
  readonly joins: readonly RecordType[]
  /** Whether it reads the row's earlier evidence too. */
  readonly history?: boolean
  /** Whether it reads the programme. */
  readonly program?: boolean
  /**
   * What it means when a source suddenly names fewer records, or none. Of accounts or tickets that is silence, and somebody has to
   * say that it is meant; of what a scanner finds it is progress.
   */
  readonly shrinkage: 'silence' | 'progress'
  readonly parameters: Parameters
  /** What the check was made of, where the organization wrote it itself. */
  readonly definition?: CheckDefinition | undefined
  evaluate(input: CheckInput): Judgement
}

/** Declares a check whose `evaluate` sees the values of its own parameters by name and type. */
export function defineCheck<const P extends Parameters>(
  check: Omit<Check, 'parameters' | 'evaluate'> & {
    readonly parameters: P
    evaluate(input: Omit<CheckInput, 'parameters'> & { readonly parameters: ValuesOf<P> }): Judgement
  },
): Check {
  return {
    ...check,
    // `runCheck` hands over a value for each declared parameter, each of the declared type.
    evaluate: (input) => check.evaluate({ ...input, parameters: input.parameters as ValuesOf<P> }),
  }
}

/** The verdict on a population from its items: one `not-met` decides, then one `unknown`; nothing at all is `unknown`. */
export function verdictOf(items: readonly ItemVerdict[]): Verdict {
  if (items.some((item) => item.verdict === 'not-met')) return 'not-met'
  if (items.some((item) => item.verdict === 'unknown')) return 'unknown'
  if (items.some((item) => item.verdict === 'met')) return 'met'
  return items.length === 0 ? 'unknown' : 'not-applicable'
}

/** The identity of a record that an item speaks of. */
export function identityOf({ type, key, evidence, line }: Sourced<RecordType>): RecordIdentity {
  return line === undefined ? { type, key, evidence } : { type, key, evidence, line }
}
