import type { Config } from '../../config.ts'
import { createServices } from '../../context.ts'
import { type Installation, openInstallation, type Say } from '../../installation.ts'
import { openDatabase } from '../../platform/db/pool.ts'
import { compareProjection } from '../../platform/db/projection/compare.ts'
import { enter } from '../../platform/db/transactions.ts'
import { type Discrepancy, inspectLog } from '../../platform/log/inspect-log.ts'
import { listKeyChanges, LogKeys } from '../../platform/log/log-keys.ts'
import { readPinned } from '../../platform/log/pinned-checkpoints.ts'
import { listPublished, openSeen, type SeenCheckpoint } from '../../platform/log/seen-checkpoints.ts'
import { ConfigurationError } from '../../configuration-error.ts'
import { listNeededLocks } from '../apply-locks.ts'
import { checkBlobs } from './check-blobs.ts'
import { checkKeyChanges } from './check-key-changes.ts'

/** What to hold a log against besides itself; the threat table says what each finds. */
export interface Witnesses {
  readonly published: boolean
  readonly pinned: readonly SeenCheckpoint[]
}

/** What was checked in one organization, and everything that is not what it must be. */
export interface Verdict {
  readonly entries: number
  readonly artifacts: number
  readonly unreferenced: number
  /** How many artifacts each destroyed key made unreadable, as the log says. */
  readonly destroyed: ReadonlyMap<string, number>
  readonly problems: readonly Discrepancy[]
}

/**
 * Re-derives every organization from its log and its artifacts and names what differs. Reads only, beside a running server
 * too, in one consistent view per organization. Sets exit code 1 when anything differs.
 */
export async function fsck(config: Config, options: { readonly org?: string }, say: Say): Promise<void> {
  const installation = await openInstallation(config, () => undefined, true)
  try {
    const pinned = await readPinned(config.pinnedCheckpoints)
    const slugs = await installation.db.selectFrom('organization_slug').selectAll().orderBy('slug').execute()
    const chosen = slugs.filter(({ slug }) => options.org === undefined || slug === options.org)
    if (options.org !== undefined && chosen.length === 0)
      throw new ConfigurationError(`There is no organization "${options.org}"; see evidentia-server org list.`)
    // One that is pinned and gone is the rollback itself.
    if (options.org === undefined)
      for (const organization of pinned.keys())
        if (!slugs.some((one) => one.organization === organization))
          chosen.push({ slug: `(no name) ${organization}`, organization })
    let wrong = 0
    for (const { slug, organization } of chosen) {
      const verdict = await checkOrganization(installation, organization, {
        published: true,
        pinned: pinned.get(organization) ?? [],
      })
      for (const { where, problem } of verdict.problems) say(`${slug}: ${where}: ${problem}`)
      for (const [key, count] of verdict.destroyed)
        say(`${slug}: ${count} artifacts were destroyed with key ${key}, as recorded; their digests and receipts stand`)
      wrong += verdict.problems.length
      say(
        `${slug}: ${verdict.entries} entries and ${verdict.artifacts} artifacts checked, ${verdict.problems.length} problems, ${verdict.unreferenced} artifacts unreferenced`,
      )
    }
    if (wrong > 0) process.exitCode = 1
  } finally {
    await installation.close()
  }
}

/** Checks one organization. As the owner, because temporary tables and rows that the server may not see are involved. */
export async function checkOrganization(
  installation: Installation,
  organization: string,
  { published, pinned }: Witnesses,
): Promise<Verdict> {
  const { addresses, config, rootKey, blobs, readDerived, logger } = installation
  const owner = openDatabase(addresses.owner, 1, (error) => logger.warn({ err: error }, 'database connection lost'))
  const keys = new LogKeys(rootKey)
  try {
    // Rolled back whatever happens: the replay writes to temporary tables, and nothing else may be left of it.
    const tx = await owner.startTransaction().setIsolationLevel('repeatable read').execute()
    try {
      await enter(tx, organization)
      const reader = { organization, db: tx }
      const changes = await listKeyChanges(reader)
      const notes = [...(published ? await listPublished(reader) : []), ...pinned]
      const seen = await openSeen(organization, keys, notes, changes)
      const log = await inspectLog(reader, seen.opened)
      // A folder locks nothing, and where the operator tries out short locks, retention does not decide them.
      const locks =
        config.blobsAddress === null || config.blobsLockDays !== null
          ? new Map<string, Date>()
          : await listNeededLocks(reader, await createServices(installation).documents.findTimeZone(reader))
      const artifacts = await checkBlobs(reader, blobs, log.destroyedKeys, locks)
      const rows = await compareProjection(tx, organization, log.head.size, readDerived)
      return {
        entries: log.head.size,
        artifacts: artifacts.checked,
        unreferenced: artifacts.unreferenced,
        destroyed: artifacts.destroyed,
        problems: [
          ...seen.forged,
          ...log.problems,
          ...(await checkKeyChanges(reader, keys, changes, log.head.size)),
          ...artifacts.problems,
          ...rows,
        ],
      }
    } finally {
      await tx.rollback().execute()
    }
  } finally {
    await owner.destroy()
  }
}
