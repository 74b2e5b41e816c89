import { addDays } from '../time/date.ts'
import type { Reckoned } from './clock.ts'
import { dayEnd, dayOf } from './day-end.ts'
import { findDecision } from './decision.ts'
import { delayDue } from './delay.ts'
import { findDiscovery } from './discovery.ts'
import type { IncidentFactOf } from './incident-fact.ts'
import type { KnownRecord } from './known-record.ts'
import { citeFact } from './known-record.ts'
import { findSent } from './sent.ts'

/** Calendar days from discovery (45 CFR 164.410(b)). */
const outerLimit = 60
const hourMs = 3_600_000

/** What a party owes to those it has agreements with: the rule's 60 days, and the agreement's own term, each its own clock. */
export function reckonUpstream(known: KnownRecord, party: IncidentFactOf<'party'>): Reckoned[] {
  return known
    .of('agreement')
    .filter((agreement) => agreement.from === party.party)
    .flatMap((agreement) => [reckonRule(known, party, agreement), reckonTerm(known, party, agreement)])
}

function reckonRule(
  known: KnownRecord,
  { party, timeZone }: IncidentFactOf<'party'>,
  agreement: IncidentFactOf<'agreement'>,
): Reckoned {
  const discovery = findDiscovery(known, party)
  const limit = delayDue(known, party, timeZone, dayEnd(addDays(dayOf(discovery.at, timeZone), outerLimit), timeZone))
  const decision = findDecision(known, party)
  return {
    clock: `upstream:${agreement.id}`,
    party,
    timeZone,
    rule: `${party} notifies ${agreement.to}, without unreasonable delay and within 60 calendar days of discovery.`,
    // The contract between a business associate and its subcontractor is under the same words.
    citation: '45 CFR 164.410(b), 164.504(e)(5)',
    stops: `Notice to ${agreement.to}.`,
    applies: decision === null ? 'yes' : 'no',
    starts: discovery.at,
    due: limit.due,
    delayedUntil: limit.until,
    stopped: findSent(known, { party, to: 'upstream', recipient: agreement.to }),
    basis: [...discovery.basis, ...limit.basis, citeFact(agreement), ...(decision === null ? [] : [decision])],
    missing: decision === null ? discovery.missing : [],
  }
}

/** Not delayed by a statement under the rule, and not ended by a decision under it: the agreement has words of its own. */
function reckonTerm(
  known: KnownRecord,
  { party, timeZone }: IncidentFactOf<'party'>,
  agreement: IncidentFactOf<'agreement'>,
): Reckoned {
  const discovery = findDiscovery(known, party)
  const { term } = agreement
  return {
    clock: `agreement:${agreement.id}`,
    party,
    timeZone,
    rule: `${party} notifies ${agreement.to} within ${describeTerm(term)} of discovery.`,
    citation: agreement.source,
    stops: `Notice to ${agreement.to}.`,
    applies: term === 'none' ? 'no' : 'yes',
    starts: discovery.at,
    due: addTerm(discovery.at, term, timeZone),
    stopped: findSent(known, { party, to: 'upstream', recipient: agreement.to }),
    basis: [...discovery.basis, citeFact(agreement)],
    missing:
      term === 'unknown'
        ? [...discovery.missing, `the term of the agreement ${agreement.id}, which may be at once`]
        : discovery.missing,
  }
}

function addTerm(start: number, term: IncidentFactOf<'agreement'>['term'], timeZone: string): number {
  // An unknown term can be any; the earliest possible deadline is the start itself.
  if (typeof term === 'string') return start
  if ('hours' in term) return start + term.hours * hourMs
  return dayEnd(addDays(dayOf(start, timeZone), term.days), timeZone)
}

function describeTerm(term: IncidentFactOf<'agreement'>['term']): string {
  if (typeof term === 'string') return term === 'none' ? 'no term of the agreement' : 'a term that is not recorded'
  return 'hours' in term ? `${term.hours} hours` : `${term.days} calendar days`
}
