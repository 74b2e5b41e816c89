import { defineCheck } from '@evidentia/core'
import type { Check, CheckInput, ItemVerdict, Parameters, RecordType, Sourced, ValuesOf } from '@evidentia/core'
import { itemOf, judge, unknown } from './judgement.ts'
import type { Said, Wording } from './judgement.ts'

/** What a check sees, with the values of its parameters. */
export type Seen<P extends Parameters> = Omit<CheckInput, 'parameters'> & { readonly parameters: ValuesOf<P> }

interface Plan<T extends RecordType, P extends Parameters> {
  readonly id: string
  readonly asserts: string
  /** The record type that is the population. */
  readonly type: T
  readonly parameters?: P
  /** `silence` where it is left out. */
  readonly shrinkage?: Check['shrinkage']
  readonly wording: Wording
  /**
   * The summary where records are listed and the sentence speaks of none of them, which then holds. Absent where that says
   * nothing, and the check does not apply.
   */
  readonly holdsOfNone?: string
}

interface RecordPlan<T extends RecordType, P extends Parameters> extends Plan<T, P> {
  /** What people call the item. */
  readonly named: (record: Sourced<T>) => string
  readonly judge: (record: Sourced<T>, input: Seen<P>) => Said
}

interface GroupPlan<T extends RecordType, P extends Parameters> extends Plan<T, P> {
  /** What the records of one item have in common: the name of the item. Null: the source does not say. */
  readonly groupedBy: (record: Sourced<T>) => string | null
  readonly judge: (records: readonly Sourced<T>[], input: Seen<P>) => Said
}

/** A check that judges every record of one type by itself. */
export function recordCheck<const T extends RecordType, const P extends Parameters>(plan: RecordPlan<T, P>): Check {
  return populationCheck(plan, (records, input) =>
    records.map((record) => itemOf(plan.named(record), record, plan.judge(record, input))),
  )
}

/** A check that judges together the records that speak of one thing: the runs of a job, the assignments of a course. */
export function groupCheck<const T extends RecordType, const P extends Parameters>(plan: GroupPlan<T, P>): Check {
  return populationCheck(plan, (records, input) =>
    [...Map.groupBy(records, plan.groupedBy)].flatMap(([name, group]) => {
      const [first] = group
      if (first === undefined) return []
      if (name !== null) return [itemOf(name, first, plan.judge(group, input))]
      return group.map((record) =>
        itemOf(record.key, record, {
          verdict: 'unknown',
          reason: 'the source does not say what it is of',
          value: null,
        }),
      )
    }),
  )
}

function populationCheck<T extends RecordType, P extends Parameters>(
  plan: Plan<T, P>,
  itemsOf: (records: readonly Sourced<T>[], input: Seen<P>) => readonly ItemVerdict[],
): Check {
  const { id, asserts, type, wording, holdsOfNone } = plan
  return defineCheck({
    id,
    version: 1,
    asserts,
    population: [type],
    joins: [],
    shrinkage: plan.shrinkage ?? 'silence',
    parameters: plan.parameters ?? ({} as P),
    evaluate(input) {
      const records = input.population(type)
      if (records === null) return unknown(`The evidence carries no ${type} records that could be read.`)
      // What a scanner finds can be nothing; a list of accounts without accounts is no list.
      if (records.length === 0 && plan.shrinkage === 'progress')
        return { verdict: 'met', summary: `The evidence was read and lists no ${wording.items}.`, items: [] }
      const items = itemsOf(records, input)
      const isNone = items.length > 0 && items.every(({ verdict }) => verdict === 'not-applicable')
      if (isNone && holdsOfNone !== undefined) return { verdict: 'met', summary: holdsOfNone, items }
      return judge(items, wording)
    },
  })
}
