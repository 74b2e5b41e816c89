import { addDays, daysBetween, defineCheck } from '@evidentia/core'
import type { CheckInput, RecordBody, Sourced, ValuesOf } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { itemOf, judge, unknown } from '../../judgement.ts'
import type { Said } from '../../judgement.ts'

type Vulnerability = Sourced<'vulnerability'>
type Severity = RecordBody<'vulnerability'>['severity']

/** Counted from the first scan that shows a vulnerability to the day it must be gone. */
const parameters = {
  criticalDays: {
    type: 'integer',
    title: 'How long a critical vulnerability may stay',
    unit: 'days',
    minimum: 1,
    maximum: 365,
    default: 15,
  },
  highDays: {
    type: 'integer',
    title: 'How long a high one, or one of unknown severity, may stay',
    unit: 'days',
    minimum: 1,
    maximum: 365,
    default: 30,
  },
} as const

/** Whether what scanners find is mended in time. */
export const criticalVulnerabilitiesWithinDeadline = defineCheck({
  id: 'critical-vulnerabilities-within-deadline',
  version: 1,
  asserts:
    'No critical vulnerability stays longer than {criticalDays} days after the first scan that shows it, and no high one longer than {highDays}.',
  population: ['vulnerability'],
  joins: [],
  history: true,
  shrinkage: 'progress',
  parameters,
  evaluate(input) {
    const present = input.population('vulnerability')
    if (present === null) return unknown('The evidence carries no scan that could be read.')
    const sightings = indexSightings([present, ...input.history('vulnerability')].flat())
    const deadlines = deadlinesBy(input.parameters)
    const items = present.map((found) =>
      itemOf(
        `${found.body.identifier} in ${found.body.package}`,
        found,
        judgeVulnerability(found, sightings.get(sightingKey(found)) ?? [], deadlines, input),
      ),
    )
    if (items.every((item) => item.verdict === 'not-applicable')) {
      return {
        verdict: 'met',
        summary: `The scan shows no critical or high vulnerability among ${items.length} found.`,
        items,
      }
    }
    return judge(items, {
      items: 'vulnerabilities with a deadline',
      failing: 'stayed past it',
      holding: 'are within it',
    })
  },
})

/** Severity unknown may be either, so it gets the longer. */
function deadlinesBy({ criticalDays, highDays }: ValuesOf<typeof parameters>): Partial<Record<Severity, number>> {
  return { critical: criticalDays, high: highDays, unknown: highDays }
}

function judgeVulnerability(
  { body }: Vulnerability,
  sightings: readonly (string | null)[],
  deadlines: Partial<Record<Severity, number>>,
  input: Pick<CheckInput, 'asOf' | 'timeZone'>,
): Said {
  const allowed = deadlines[body.severity]
  if (allowed === undefined)
    return { verdict: 'not-applicable', reason: `severity ${body.severity} has no deadline`, value: body.severity }
  const days = sightings
    .filter((instant) => instant !== null)
    .map((instant) => dayOf(input, instant))
    .toSorted()
  const [first] = days
  const last = days.at(-1)
  if (first === undefined || last === undefined)
    return { verdict: 'unknown', reason: 'no scan that shows it says when it was made', value: null }
  const deadline = addDays(first, allowed)
  const seen = `severity ${body.severity}, first seen on ${first}, to be gone by ${deadline}`
  if (last > deadline) {
    const verdict = body.severity === 'unknown' ? 'unknown' : 'not-met'
    return { verdict, reason: `${seen}, still there on ${last} after ${daysBetween(first, last)} days`, value: first }
  }
  const value = first
  if (days.length < sightings.length)
    return { verdict: 'unknown', reason: `${seen}; an undated scan shows it too`, value }
  if (input.asOf > deadline)
    return { verdict: 'unknown', reason: `${seen}; no scan since ${last} shows whether it is`, value }
  return { verdict: 'met', reason: seen, value }
}

/** Every instant at which a scan showed the same weakness in the same package; targets and versions change with each build. */
function indexSightings(all: readonly Vulnerability[]): ReadonlyMap<string, readonly (string | null)[]> {
  const sightings = new Map<string, (string | null)[]>()
  for (const found of all) {
    const key = sightingKey(found)
    const instants = sightings.get(key)
    if (instants === undefined) sightings.set(key, [found.body.scanned])
    else instants.push(found.body.scanned)
  }
  return sightings
}

function sightingKey({ body }: Vulnerability): string {
  return `${body.identifier}|${body.package}`
}
