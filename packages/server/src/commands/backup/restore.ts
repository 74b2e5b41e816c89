import { EvidentiaError } from '@evidentia/core'
import { decodeEntryBundle, hashLeaf, MerkleFrontier, type VerifiedCheckpoint } from '@evidentia/ledger'
import type { Transaction } from 'kysely'
import type { Config } from '../../config.ts'
import { type Installation, openInstallation, type Say } from '../../installation.ts'
import type { RootKey } from '../../platform/auth/root-key.ts'
import { openDatabase } from '../../platform/db/pool.ts'
import { rebuildOrganization } from '../../platform/db/projection/rebuild.ts'
import type { Tables } from '../../platform/db/tables.ts'
import { enter } from '../../platform/db/transactions.ts'
import { LogAppender } from '../../platform/log/appender.ts'
import { listKeyChanges, LogKeys } from '../../platform/log/log-keys.ts'
import { decodeFact } from '../../platform/log/sealed-fact.ts'
import { openSeen } from '../../platform/log/seen-checkpoints.ts'
import { listTiles } from '../../platform/log/tiles.ts'
import { nameOfCheckpoint, nameOfTile, organizationOfCheckpoint } from './layout.ts'
import { applyLocks } from '../apply-locks.ts'
import { BackupPlace, readObject } from './place.ts'
import { openTile } from './sealed-tile.ts'

const flushEvery = 2000

/** Restores a backup into an installation that has no organization yet. The server must not be running. */
export async function restore(config: Config, from: string, say: Say): Promise<void> {
  const installation = await openInstallation(config, say)
  try {
    await restoreAll(installation, await BackupPlace.open(from, config), say)
  } finally {
    await installation.close()
  }
}

/** Everything a backup holds: artifacts, logs, and the tables rebuilt from them. Each log is checked before it is taken. */
export async function restoreAll(installation: Installation, place: BackupPlace, say: Say): Promise<void> {
  const present = await installation.db
    .selectFrom('organization_slug')
    .select('slug')
    .orderBy('slug')
    .executeTakeFirst()
  if (present !== undefined)
    throw new EvidentiaError('conflict', `This installation already has the organization "${present.slug}".`, {
      remedy: 'Restore into a new data folder, or a new database, with the same root key.',
    })
  const organizations: string[] = []
  for await (const { name } of place.objects.list('')) {
    const organization = organizationOfCheckpoint(name)
    if (organization !== null) organizations.push(organization)
  }
  if (organizations.length === 0) throw new EvidentiaError('not-found', 'There is no backup in this place.')
  const owner = openDatabase(installation.addresses.owner, 2, (error) =>
    say(`The database connection was lost: ${error.message}`),
  )
  try {
    for (const organization of organizations.toSorted()) {
      const note = await readObject(place.objects, nameOfCheckpoint(organization))
      const checkpoint = await openOwn(installation, organization, note, [])
      await copyArtifacts(installation, place, organization)
      await owner.transaction().execute(async (tx) => {
        await enter(tx, organization)
        await restoreLog(tx, organization, place, installation.rootKey, checkpoint)
        await rebuildOrganization(tx, organization, installation.readDerived)
        // Again, now that the log's own changes of key are known: a key it gave up may not have signed its end.
        await openOwn(installation, organization, note, await listKeyChanges({ organization, db: tx }))
        await tx
          .insertInto('checkpoint')
          .values({ organization, size: checkpoint.size, note, published: new Date(), time_stamp: null })
          .execute()
      })
      await applyLocks(installation, organization)
      say(`${organization}: ${checkpoint.size} entries restored and replayed`)
    }
    // There is something now, so no sample is made on the next start.
    await owner
      .insertInto('first_start')
      .values({ finished: new Date() })
      .onConflict((on) => on.doNothing())
      .execute()
  } finally {
    await owner.destroy()
  }
}

async function openOwn(
  { rootKey }: Installation,
  organization: string,
  note: Uint8Array,
  changes: Parameters<typeof openSeen>[3],
): Promise<Pick<VerifiedCheckpoint, 'size' | 'root'>> {
  const { opened, forged } = await openSeen(
    organization,
    new LogKeys(rootKey),
    [{ where: 'the backup’s checkpoint', note }],
    changes,
  )
  const checkpoint = opened[0]?.checkpoint
  if (checkpoint !== undefined) return checkpoint
  throw new EvidentiaError(
    'conflict',
    `The backup cannot be restored here: ${forged[0]?.where}: ${forged[0]?.problem}.`,
    {
      remedy: 'Put the root key of the original installation in place first.',
    },
  )
}

async function copyArtifacts(
  { objects, blobs }: Installation,
  place: BackupPlace,
  organization: string,
): Promise<void> {
  for await (const { name, size } of place.objects.list(`${organization}/`)) {
    if (name.startsWith(`${organization}/log/`)) continue
    if (name.startsWith(`${organization}/keys/`)) {
      if (!(await objects.has(name))) await objects.putSmall(name, await readObject(place.objects, name))
      continue
    }
    const sha256 = name.slice(name.lastIndexOf('/') + 1)
    if (await blobs.has(organization, sha256)) continue
    await blobs.restore(organization, { sha256, size, bytes: place.objects.open(name) })
  }
}

/** Appends every entry again. What the tree then comes to must be what the checkpoint says; a wrong byte anywhere stops it. */
async function restoreLog(
  tx: Transaction<Tables>,
  organization: string,
  place: BackupPlace,
  rootKey: RootKey,
  { size, root }: Pick<VerifiedCheckpoint, 'size' | 'root'>,
): Promise<void> {
  const frontier = new MerkleFrontier()
  const log = await LogAppender.begin(tx, organization)
  for (const tile of listTiles(size)) {
    if (tile.level !== 'entries') continue
    const bundle = openTile(
      rootKey,
      organization,
      tile,
      await readObject(place.objects, nameOfTile(organization, tile)),
    )
    for (const body of decodeEntryBundle(bundle, tile.width)) {
      frontier.append(hashLeaf(body))
      log.append(body, new Date(decodeFact(log.size, body).sealed.recordedAt))
    }
    if (log.size % flushEvery < tile.width) await log.flush(tx)
  }
  await log.flush(tx)
  if (!Buffer.from(frontier.root()).equals(root))
    throw new EvidentiaError(
      'conflict',
      `The backup of ${organization} was damaged or changed: its entries do not have the root its checkpoint signs.`,
      {
        remedy: 'Use another backup; nothing was restored of this organization.',
      },
    )
}
