import { addDays, daysBetween } from '@evidentia/core'
import type { Check, CheckInput, ItemVerdict, RecordBody, Sourced } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { judge, unknown } from '../../judgement.ts'

type Vulnerability = Sourced<'vulnerability'>
type Severity = RecordBody<'vulnerability'>['severity']

/** Days from the first scan that shows a vulnerability to the day it must be gone. Severity unknown may be either, so it gets the longer. */
const deadlineDays: Partial<Record<Severity, number>> = { critical: 15, high: 30, unknown: 30 }

/** Whether what scanners find is mended in time. */
export const criticalVulnerabilitiesWithinDeadline: Check = {
  id: 'critical-vulnerabilities-within-deadline',
  asserts:
    'No critical vulnerability stays longer than 15 days after the first scan that shows it, and no high one longer than 30.',
  population: ['vulnerability'],
  joins: [],
  evaluate(input) {
    const present = input.population('vulnerability')
    if (present === null) return unknown('The evidence carries no scan that could be read.')
    const sightings = indexSightings([present, ...input.history('vulnerability')].flat())
    const items = present.map((found) => ({
      key: `${found.body.identifier} in ${found.body.package}`,
      evidence: found.evidence,
      line: found.line,
      ...judgeVulnerability(found, sightings.get(sightingKey(found)) ?? [], input),
    }))
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
}

function judgeVulnerability(
  { body }: Vulnerability,
  sightings: readonly (string | null)[],
  input: CheckInput,
): Pick<ItemVerdict, 'verdict' | 'reason'> {
  const allowed = deadlineDays[body.severity]
  if (allowed === undefined) return { verdict: 'not-applicable', reason: `severity ${body.severity} has no deadline` }
  const days = sightings
    .filter((instant) => instant !== null)
    .map((instant) => dayOf(input, instant))
    .toSorted()
  const [first] = days
  const last = days.at(-1)
  if (first === undefined || last === undefined)
    return { verdict: 'unknown', reason: 'no scan that shows it says when it was made' }
  const deadline = addDays(first, allowed)
  const seen = `severity ${body.severity}, first seen on ${first}, to be gone by ${deadline}`
  if (last > deadline) {
    const verdict = body.severity === 'unknown' ? 'unknown' : 'not-met'
    return { verdict, reason: `${seen}, still there on ${last} after ${daysBetween(first, last)} days` }
  }
  if (days.length < sightings.length) return { verdict: 'unknown', reason: `${seen}; an undated scan shows it too` }
  if (input.asOf > deadline) return { verdict: 'unknown', reason: `${seen}; no scan since ${last} shows whether it is` }
  return { verdict: 'met', reason: seen }
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
