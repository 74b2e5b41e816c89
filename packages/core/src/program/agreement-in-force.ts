import { isValidOn } from '../time/date.ts'
import type { Agreement } from './vendor.ts'

/** Whether an agreement binds on a day, with the reason as part of a sentence. */
export interface AgreementStanding {
  readonly inForce: boolean
  readonly reason: string
}

/** An agreement binds on the days of its term from the day it was signed; a draft never does. */
export function judgeAgreement({ signed, term }: Agreement, day: string): AgreementStanding {
  if (signed === undefined) return { inForce: false, reason: 'drafted and never signed' }
  if (signed > day) return { inForce: false, reason: `signed only on ${signed}` }
  if (!isValidOn(term, day)) {
    const range = `${term?.from ?? 'the beginning'} to ${term?.to ?? 'no end'}`
    return { inForce: false, reason: `signed on ${signed}, but in effect only from ${range}` }
  }
  const until = term?.to === undefined ? '' : `, in effect to ${term.to}`
  return { inForce: true, reason: `signed on ${signed}${until}` }
}
