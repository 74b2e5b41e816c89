import { EvidentiaError } from '@evidentia/core'
import { TILE_WIDTH } from '@evidentia/ledger'
import type { Config } from '../../config.ts'
import { type Installation, openInstallation, type Say } from '../../installation.ts'
import { Transactions } from '../../platform/db/transactions.ts'
import { LogKeys } from '../../platform/log/log-keys.ts'
import { readCheckpoint } from '../../platform/log/receipts.ts'
import { findRollback } from '../../platform/log/rollback-guard.ts'
import { listTiles, readTile } from '../../platform/log/tiles.ts'
import { nameOfCheckpoint, nameOfTile } from './layout.ts'
import { BackupPlace, readAll, readObject } from './place.ts'
import { sealTile } from './sealed-tile.ts'

/** What one run copied, and what was there already. */
export interface BackupCount {
  readonly entries: number
  copied: number
  kept: number
}

/** Copies every log and every artifact that is not there yet; beside a running server too. */
export async function backup(config: Config, to: string, say: Say): Promise<void> {
  const installation = await openInstallation(config, () => undefined, true)
  try {
    const place = await BackupPlace.open(to, config)
    const slugs = await installation.db.selectFrom('organization_slug').selectAll().orderBy('slug').execute()
    for (const { slug, organization } of slugs) {
      const { entries, copied, kept } = await backUp(installation, organization, place)
      say(`${slug}: ${entries} entries, ${copied} objects copied, ${kept} there already`)
    }
  } finally {
    await installation.close()
  }
}

/**
 * Copies one organization: its artifacts and wrapped keys as they are (sealed), then the log as tiles, sealed too, its checkpoint
 * last, so that a backup that was cut off is the one before it. Refuses to go over a backup that the log no longer extends:
 * it may be the only copy of what was taken away.
 */
export async function backUp(
  { db, blobs, rootKey, readDerived }: Installation,
  organization: string,
  place: BackupPlace,
): Promise<BackupCount> {
  const transactions = new Transactions(db, readDerived)
  const keys = new LogKeys(rootKey)
  const checkpointName = nameOfCheckpoint(organization)
  if (await place.objects.has(checkpointName)) {
    const note = await readObject(place.objects, checkpointName)
    const [first] = await findRollback(transactions, keys, organization, [
      { where: 'the checkpoint of this backup', note },
    ])
    if (first !== undefined)
      throw new EvidentiaError('conflict', `The backup was left as it is: ${first.where}: ${first.problem}.`, {
        remedy: 'Keep this backup, run evidentia-server fsck, and back up to another place.',
      })
  }
  const { size, checkpoint } = await transactions.read({ organization }, async (reader) => readCheckpoint(reader, keys))
  const count: BackupCount = { entries: size, copied: 0, kept: 0 }
  await copyStored(blobs, place, organization, count)
  for (const tile of listTiles(size)) {
    const name = nameOfTile(organization, tile)
    if (await place.objects.has(name)) {
      count.kept += 1
      continue
    }
    const bytes = await transactions.read({ organization }, async (reader) => readTile(reader, size, tile))
    if (bytes === null) throw new RangeError(`The log has no tile ${name}.`)
    const sealed = sealTile(rootKey, organization, tile, bytes)
    // A partial tile is replaced by a longer one, so it must not be locked; a full one never changes again.
    if (tile.width < TILE_WIDTH) await place.objects.putSmall(name, sealed)
    else await place.put(name, once(sealed), null)
    count.copied += 1
  }
  await place.objects.putSmall(checkpointName, Buffer.from(checkpoint))
  await removeOldPartials(place, organization, size)
  return count
}

/** Artifacts never change. A key that was destroyed must not live on in a backup, so keys that are gone go here too. */
async function copyStored(
  blobs: Installation['blobs'],
  place: BackupPlace,
  organization: string,
  count: BackupCount,
): Promise<void> {
  const keysPrefix = `${organization}/keys/`
  const there = new Set<string>()
  for await (const stored of blobs.listStored(organization)) {
    const { name } = stored
    there.add(name)
    if (await place.objects.has(name)) {
      count.kept += 1
      continue
    }
    if (name.startsWith(keysPrefix)) await place.objects.putSmall(name, await readAll(stored.open()))
    else await place.put(name, stored.open(), await stored.readLock())
    count.copied += 1
  }
  const stale: string[] = []
  for await (const { name } of place.objects.list(keysPrefix)) if (!there.has(name)) stale.push(name)
  for (const name of stale) await place.objects.remove(name)
}

/** Partial tiles of earlier runs, which longer ones have replaced. */
async function removeOldPartials(place: BackupPlace, organization: string, size: number): Promise<void> {
  const current = new Set(
    [...listTiles(size)].filter(({ width }) => width < TILE_WIDTH).map((tile) => nameOfTile(organization, tile)),
  )
  const old: string[] = []
  for await (const { name } of place.objects.list(`${organization}/log/tile/`))
    if (name.includes('.p/') && !current.has(name)) old.push(name)
  for (const name of old) await place.objects.remove(name)
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
