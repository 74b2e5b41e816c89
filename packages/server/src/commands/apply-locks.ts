import { type EvidenceBody, evidenceSchema, retentionEndsAt } from '@evidentia/core'
import { createServices, type Installation } from '../context.ts'
import type { Reader } from '../platform/db/transactions.ts'

/**
 * Until when the store must lock each artifact of an organization: through the longest retention of the evidence that stands on
 * it and was not disposed of, or of the check result whose items it holds. By digest; retention that is over asks for nothing.
 */
export async function listNeededLocks(
  { db, organization }: Reader,
  timeZone: string,
): Promise<ReadonlyMap<string, Date>> {
  const rows = await db
    .selectFrom('evidence')
    .select('body')
    .where('organization', '=', organization)
    .where('id', 'not in', (of) =>
      of
        .selectFrom('evidence_event')
        .select('evidence')
        .where('organization', '=', organization)
        .where('kind', '=', 'disposal-approved'),
    )
    .execute()
  const needed = new Map<string, Date>()
  for (const { body } of rows) {
    // A row that somebody changed to nonsense asks for nothing; fsck names it when it holds the rows against the log.
    if (!evidenceSchema.safeParse(body).success) continue
    const until = retentionEndsAt(body, timeZone)
    if (until.getTime() <= Date.now()) continue
    for (const sha256 of digestsOf(body)) if ((needed.get(sha256) ?? until) <= until) needed.set(sha256, until)
  }
  // What a check answered is documentation of the day it judged (45 CFR 164.316(b)(2)(i)).
  const results = await db
    .selectFrom('check_result')
    .select(['content_sha256', 'recorded_at', 'head'])
    .where('organization', '=', organization)
    .where('content_sha256', 'is not', null)
    .execute()
  for (const { content_sha256, recorded_at, head } of results) {
    const until = retentionEndsAt({ effective: { to: head.asOf }, collectedAt: recorded_at.toISOString() }, timeZone)
    if (content_sha256 !== null && until.getTime() > Date.now()) needed.set(content_sha256, until)
  }
  return needed
}

/** Extends the store's locks to what the log says; for a store that was restored, or filled before a class got longer. */
export async function applyLocks(installation: Installation, organization: string): Promise<void> {
  const { blobs } = installation
  const { documents, transactions } = createServices(installation)
  const needed = await transactions.read({ organization }, async (reader) =>
    listNeededLocks(reader, await documents.findTimeZone(reader)),
  )
  for (const [sha256, until] of needed) await blobs.extendLock(organization, sha256, until)
}

function digestsOf({ artifact, derived }: EvidenceBody): string[] {
  return derived === null ? [artifact.sha256] : [artifact.sha256, derived.sha256]
}
