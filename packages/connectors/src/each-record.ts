import {
  type Check,
  type CheckInput,
  defineCheck,
  type Parameters,
  type RecordBody,
  type RecordType,
  type ValuesOf,
} from '@evidentia/core'
import { itemOf, judge, type Said, unknown, type Wording } from './judgement.ts'

/** The day that is judged by, and the values of the check's parameters. */
export interface Asked<P extends Parameters> {
  readonly asOf: string
  readonly timeZone: CheckInput['timeZone']
  readonly parameters: ValuesOf<P>
}

interface Plan<T extends RecordType, P extends Parameters> {
  readonly id: string
  readonly asserts: string
  readonly type: T
  readonly shrinkage: Check['shrinkage']
  readonly parameters?: P
  readonly wording: Wording
  /** How an item is called in lists; absent: by its key. */
  readonly nameOf?: (body: RecordBody<T>) => string
  readonly judge: (body: RecordBody<T>, asked: Asked<P>) => Said
}

/** A check that says of every record of one type whether it is as it has to be. */
export function eachRecordCheck<T extends RecordType, const P extends Parameters>(plan: Plan<T, P>): Check {
  const { id, asserts, type, shrinkage, wording, nameOf } = plan
  return defineCheck({
    id,
    version: 1,
    asserts,
    population: [type],
    joins: [],
    shrinkage,
    parameters: plan.parameters ?? ({} as P),
    evaluate({ population, parameters, asOf, timeZone }) {
      const records = population(type)
      if (records === null) return unknown(`The evidence carries no ${wording.items} that could be read.`)
      const asked = { asOf, timeZone, parameters }
      return judge(
        records.map((record) => {
          // Of one type, by the question that was asked.
          const body = record.body as RecordBody<T>
          return itemOf(nameOf?.(body) ?? record.key, record, plan.judge(body, asked))
        }),
        wording,
      )
    },
  })
}

export function met(reason: string, value: string | null = null): Said {
  return { verdict: 'met', reason, value }
}

export function notMet(reason: string, value: string | null = null): Said {
  return { verdict: 'not-met', reason, value }
}

/** What cannot be judged, which is not passed. */
export function cannotTell(reason: string): Said {
  return { verdict: 'unknown', reason, value: null }
}

export function outside(reason: string, value: string | null = null): Said {
  return { verdict: 'not-applicable', reason, value }
}

/** Judges a flag that has to be `wanted`; one that the source does not say cannot be judged. */
export function flagIs(value: boolean | null, wanted: boolean, yes: string, no: string): Said {
  if (value === null) return cannotTell('the source does not say')
  return value === wanted ? met(value ? yes : no, String(value)) : notMet(value ? yes : no, String(value))
}

/** Whole days of at least one, for a parameter. */
export function days(title: string, fallback: number, maximum = 3650) {
  return { type: 'integer', title, unit: 'days', minimum: 1, maximum, default: fallback } as const
}
