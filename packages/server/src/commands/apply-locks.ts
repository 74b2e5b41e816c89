import { type EvidenceBody, evidenceSchema, retentionEndsAt } from '@evidentia/core'
import { createServices } from '../context.ts'
import type { Installation } from '../installation.ts'
import { listPopulationBytes } from '../platform/db/population-digests.ts'
import { listResultBytes } from '../platform/db/result-digests.ts'
import type { Reader } from '../platform/db/transactions.ts'
import { readSealed, selectSealed } from '../platform/log/sealed-evidence.ts'

/**
 * Until when the store must lock each artifact of an organization: through the longest retention of the evidence that stands on
 * it and was not disposed of, of the population, and of the check result. By digest; retention that is over asks for nothing.
 */
export async function listNeededLocks(reader: Reader, timeZone: string): Promise<ReadonlyMap<string, Date>> {
  const rows = await selectSealed(reader)
    .where('evidence.id', 'not in', (of) =>
      of
        .selectFrom('evidence_event')
        .select('evidence')
        .where('organization', '=', reader.organization)
        .where('kind', '=', 'disposal-approved'),
    )
    .execute()
  const needed = new Map<string, Date>()
  const need = (sha256: string, until: Date): void => {
    if (until.getTime() > Date.now() && (needed.get(sha256) ?? until) <= until) needed.set(sha256, until)
  }
  for (const row of rows) {
    const body = readOrNothing(row)
    if (body === null) continue
    for (const sha256 of digestsOf(body)) need(sha256, retentionEndsAt(body, timeZone))
  }
  for (const { sha256, retainedUntil } of await listPopulationBytes(reader)) need(sha256, retainedUntil(timeZone))
  for (const { sha256, retainedUntil } of await listResultBytes(reader)) need(sha256, retainedUntil(timeZone))
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

/** An entry that somebody changed to nonsense asks for nothing; fsck names it when it derives the log. */
function readOrNothing(row: Parameters<typeof readSealed>[0]): EvidenceBody | null {
  try {
    return evidenceSchema.parse(readSealed(row).body)
  } catch {
    return null
  }
}

function digestsOf({ artifact, derived }: EvidenceBody): string[] {
  return derived === null ? [artifact.sha256] : [artifact.sha256, derived.sha256]
}
