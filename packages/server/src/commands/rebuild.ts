import type { Config } from '../config.ts'
import { openInstallation, type Say } from '../installation.ts'
import { applyLocks } from './apply-locks.ts'
import { openDatabase } from '../platform/db/pool.ts'
import { rebuildProjection } from '../platform/db/projection/rebuild.ts'

/** Recreates every organization table from log and blobs, and extends locks of the store to what they say. The server must not be running. */
export async function rebuild(config: Config, say: Say): Promise<void> {
  const installation = await openInstallation(config, say)
  try {
    const owner = openDatabase(installation.addresses.owner, 2, (error) =>
      say(`The database connection was lost: ${error.message}`),
    )
    try {
      for (const [slug, entries] of await rebuildProjection(owner, installation.readDerived))
        say(`${slug}: ${entries} entries replayed`)
      for (const { organization } of await installation.db.selectFrom('organization_slug').selectAll().execute())
        await applyLocks(installation, organization)
    } finally {
      await owner.destroy()
    }
  } finally {
    await installation.close()
  }
}
