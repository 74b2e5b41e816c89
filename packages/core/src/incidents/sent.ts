import type { IncidentFactOf } from './incident-fact.ts'
import type { KnownRecord } from './known-record.ts'
import { citeFact } from './known-record.ts'

type Notice = IncidentFactOf<'notice'>
type Asked = Pick<Notice, 'party' | 'to'> & Partial<Pick<Notice, 'jurisdiction' | 'recipient'>>

/** When a notice had been sent to everybody it is owed to; null while it has not. Facts of `asked` left out are not compared. */
export function findSent(known: KnownRecord, asked: Asked): { at: number; cite: string } | null {
  const sent = known
    .of('notice')
    .filter(
      (notice) =>
        notice.complete &&
        notice.party === asked.party &&
        notice.to === asked.to &&
        (asked.jurisdiction === undefined || notice.jurisdiction === asked.jurisdiction) &&
        (asked.recipient === undefined || notice.recipient === asked.recipient),
    )
    .map((notice) => ({ at: Date.parse(notice.at), cite: citeFact(notice) }))
  return sent.toSorted((a, b) => a.at - b.at || (a.cite < b.cite ? -1 : 1))[0] ?? null
}
