import { daysBetween } from '@evidentia/core'
import type { CheckInput } from '@evidentia/core'
import { dayOf } from './day.ts'
import type { Said } from './judgement.ts'

/** What a check may know of the day it judges. */
export type Day = Pick<CheckInput, 'asOf' | 'timeZone'>

/** The item is as the sentence says. */
export function met(reason: string, value: string | null = null): Said {
  return { verdict: 'met', reason, value }
}

export function notMet(reason: string, value: string | null = null): Said {
  return { verdict: 'not-met', reason, value }
}

/** The source does not say what decides: not passed. */
export function untold(reason: string, value: string | null = null): Said {
  return { verdict: 'unknown', reason, value }
}

/** The sentence does not speak of the item. */
export function outside(reason: string, value: string | null = null): Said {
  return { verdict: 'not-applicable', reason, value }
}

interface FlagWords {
  readonly yes: string
  readonly no: string
  /** What the source would have said: "whether it is encrypted". */
  readonly asked: string
}

/** Judges what has to be true. */
export function judgeFlag(flag: boolean | null, { yes, no, asked }: FlagWords): Said {
  if (flag === null) return untold(`the source does not say ${asked}`)
  return flag ? met(yes, String(flag)) : notMet(no, String(flag))
}

/** Judges whether `instant` lies at most `days` days before the day judged; `did` is what happened then, such as "last used". */
export function judgeAge(instant: string | null, days: number, did: string, day: Day): Said {
  if (instant === null) return untold(`the source does not say when it was ${did}`)
  const on = dayOf(day, instant)
  const age = daysBetween(on, day.asOf)
  if (age < 0) return untold(`${did} on ${on}, which is after ${day.asOf}: a clock is wrong`, instant)
  return (age <= days ? met : notMet)(`${did} on ${on}, ${age} days before ${day.asOf}`, instant)
}

/** Hours from one instant to another; negative where the second is earlier. */
export function hoursBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 3_600_000
}

/** Whether two names are of the same person or program, as far as their spelling tells. */
export function isSameName(one: string, other: string | null): boolean {
  return other !== null && one.trim().toLowerCase() === other.trim().toLowerCase()
}

/** Whole days of at least one, for a parameter. */
export function days(title: string, fallback: number, maximum = 3650) {
  return { type: 'integer', title, unit: 'days', minimum: 1, maximum, default: fallback } as const
}
