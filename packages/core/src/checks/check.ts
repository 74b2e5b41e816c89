import type { Program } from '../program/program.ts'
import type { RecordOf, RecordType } from '../records/record.ts'
import type { Subject } from '../assessment/subject.ts'

/** What a check says. `unknown` is not passed. */
export type Verdict = 'met' | 'not-met' | 'unknown' | 'not-applicable'

/** The verdict on one item of the population, with the value that decided it. */
export interface ItemVerdict {
  readonly key: string
  readonly verdict: Verdict
  readonly reason: string
  readonly evidence?: string | undefined
  readonly line?: number | undefined
}

export interface CheckResult {
  readonly check: string
  readonly verdict: Verdict
  readonly summary: string
  readonly items: readonly ItemVerdict[]
}

/** A record together with the evidence it came from. */
export type Sourced<T extends RecordType> = RecordOf<T> & { readonly evidence: string }

/** What a check may see: no clock, no network, no other organization. */
export interface CheckInput {
  readonly subject: Subject
  readonly program: Program
  /** The day judged; also the last day whose facts are visible. */
  readonly asOf: string
  /** Records of the row's own evidence: the population. `null`: that evidence carries no records of this type. */
  population<T extends RecordType>(type: T): readonly Sourced<T>[] | null
  /** Records of the newest evidence of this type anywhere in the organization, such as the HR roster. `null`: there is none. */
  newest<T extends RecordType>(type: T): readonly Sourced<T>[] | null
  /** Records of this type in the row's earlier evidence, newest first, one list per evidence item. */
  history<T extends RecordType>(type: T): readonly (readonly Sourced<T>[])[]
}

/** An assertion over a population in one readable sentence. Pure. */
export interface Check {
  readonly id: string
  readonly asserts: string
  /** Record types read from the row's own evidence; empty for a check over the programme itself. */
  readonly population: readonly RecordType[]
  /** Record types joined from elsewhere. */
  readonly joins: readonly RecordType[]
  evaluate(input: CheckInput): Omit<CheckResult, 'check'>
}

/** The verdict on a population from its items: one `not-met` decides, then one `unknown`; nothing at all is `unknown`. */
export function verdictOf(items: readonly ItemVerdict[]): Verdict {
  if (items.some((item) => item.verdict === 'not-met')) return 'not-met'
  if (items.some((item) => item.verdict === 'unknown')) return 'unknown'
  if (items.some((item) => item.verdict === 'met')) return 'met'
  return items.length === 0 ? 'unknown' : 'not-applicable'
}
