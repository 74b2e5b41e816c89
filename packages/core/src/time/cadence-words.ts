import { type Cadence, ruleOf } from './cadence.ts'

const plainWords = {
  continuous: 'continuously',
  daily: 'every day',
  weekly: 'every week',
  monthly: 'every month',
  quarterly: 'every quarter',
  'semi-annual': 'every half-year',
  annual: 'every year',
} as const

/** How a sentence says a cadence: "the review is done every quarter". */
export function sayCadence(cadence: Cadence): string {
  const rule = ruleOf(cadence)
  switch (rule.kind) {
    case 'calendar':
      return rule.anchor === null ? plainWords[rule.plain] : `${plainWords[rule.plain]} from ${rule.anchor}`
    case 'days':
      return rule.anchor === null ? `every ${rule.days} days` : `every ${rule.days} days from ${rule.anchor}`
    case 'event':
      return `within ${rule.withinDays} ${rule.withinDays === 1 ? 'day' : 'days'} of each ${rule.event}`
  }
}

/** Intervals from short to long, for sorting; events come last. */
export function lengthOfCadence(cadence: Cadence): number {
  const rule = ruleOf(cadence)
  if (rule.kind === 'event') return 10_000
  return rule.kind === 'days' ? rule.days : plainDays[rule.plain]
}

const plainDays = { continuous: 0, daily: 1, weekly: 7, monthly: 30, quarterly: 91, 'semi-annual': 182, annual: 365 }
