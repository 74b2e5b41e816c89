import type { Cadence } from './cadence.ts'

/** How a sentence says a cadence: "the review is done every quarter". */
export const cadenceWords: Readonly<Record<Cadence, string>> = {
  daily: 'every day',
  weekly: 'every week',
  monthly: 'every month',
  quarterly: 'every quarter',
  'semi-annual': 'every half-year',
  annual: 'every year',
}
