import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { dateOfInstant } from '../time/date.ts'

/** How long evidence is kept at least, and why. Each period runs from the later of creation and last effective date. */
export const retentionClasses = {
  'hipaa-documentation': {
    title: 'HIPAA documentation',
    years: 6,
    source: '45 CFR 164.316(b)(2)(i)',
  },
  'audit-evidence': {
    title: 'Audit evidence',
    years: 7,
    source: 'Our default: long enough for the audit after next, whatever the frameworks say; no law is cited.',
  },
  operational: {
    title: 'Operational',
    years: 3,
    source: 'Our default for what no rule asks to keep; no law is cited.',
  },
} as const satisfies {
  readonly [id: string]: { readonly title: string; readonly years: number; readonly source: string }
}
export type RetentionClass = keyof typeof retentionClasses
export const retentionClassSchema = z.enum(Object.keys(retentionClasses) as [RetentionClass, ...RetentionClass[]])
export const defaultRetention: RetentionClass = 'hipaa-documentation'

/** What of an evidence item its retention follows from. */
export interface Retained {
  readonly retention?: RetentionClass | undefined
  readonly effective: { readonly to: string }
  readonly collectedAt: string
}

/**
 * The last day on which evidence must be kept: its class's years after the later of the day it was made (collected, in
 * `timeZone`) and the last day it speaks of. Kept through that day; 29 February counts as 1 March.
 */
export function retainedUntil(evidence: Retained, timeZone: string): string {
  const { collectedAt, effective, retention = defaultRetention } = evidence
  const created = dateOfInstant(collectedAt, timeZone)
  const start = Temporal.PlainDate.from(created > effective.to ? created : effective.to)
  const end = start.add({ years: retentionClasses[retention].years })
  return (end.day === start.day ? end : end.add({ days: 1 })).toString()
}

/** The first instant at which evidence need not be kept any more: where its last day ends in `timeZone`. */
export function retentionEndsAt(evidence: Retained, timeZone: string): Date {
  const after = Temporal.PlainDate.from(retainedUntil(evidence, timeZone)).add({ days: 1 })
  return new Date(after.toZonedDateTime(timeZone).epochMilliseconds)
}
