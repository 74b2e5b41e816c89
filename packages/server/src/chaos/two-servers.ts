import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startCluster } from '../platform/db/embedded/cluster.ts'
import { startCeph } from '../testing/ceph.ts'
import { makeDataFolder, removeDataFolder } from '../testing/data-folder.ts'
import { prepareGround } from './ground.ts'
import { killInTurns, type Series, type Tally } from './kills.ts'
import { settleForGood } from './settle.ts'

/**
 * Two servers with nothing in common but PostgreSQL, an S3 and the root key: a cluster of its own that outlives them, a real
 * Ceph gateway, a data folder each. Kills them in turns. Needs Ceph; see `explainMissingCeph`.
 */
export async function killTwoServers(series: Omit<Series, 'ground'>, organizations: number): Promise<Tally> {
  const undo: (() => Promise<void>)[] = []
  try {
    const apart = await makeDataFolder()
    undo.push(async () => removeDataFolder(apart))
    const ceph = await startCeph()
    undo.push(async () => ceph.stop())
    await ceph.createBucket('evidence')
    // The same for the servers and for this process, which settles beside them.
    const credentials = {
      AWS_ACCESS_KEY_ID: ceph.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ceph.credentials.secretAccessKey,
    }
    Object.assign(process.env, credentials)
    const cluster = await startCluster(apart)
    undo.push(async () => cluster.stop())
    const rootKeyFile = join(apart, 'shared.key')
    await writeFile(rootKeyFile, randomBytes(32), { mode: 0o600 })
    const other = await makeDataFolder()
    undo.push(async () => removeDataFolder(other))
    const ground = await prepareGround({
      organizations,
      settings: {
        ...credentials,
        DATABASE_URL: cluster.ownerUrl,
        EVIDENTIA_ROOT_KEY_FILE: rootKeyFile,
        EVIDENTIA_BLOBS: `s3://evidence/chaos?endpoint=${encodeURIComponent(ceph.endpoint)}&region=us-east-1`,
        EVIDENTIA_BLOBS_LOCK_DAYS: '1',
      },
    })
    undo.push(async () => ground.remove())
    const tally = await killInTurns({ ...series, ground }, (node) => (node === 0 ? {} : { EVIDENTIA_DATA: other }))
    tally.problems.push(...(await settleForGood(ground)))
    return tally
  } finally {
    for (const step of undo.toReversed()) await step()
  }
}
