import { spawn, type ChildProcess, execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, openSync, closeSync, statSync } from 'node:fs'
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { ConfigurationError } from '../../../configuration-error.ts'
import { allowWordIndex } from './allow-word-index.ts'
import { type ClusterLocation, findCluster, giveFolder, locateCluster, recordCluster } from './location.ts'
import { chooseSystemUser, type SystemUser } from './run-as.ts'

const run = promisify(execFile)
const superuser = 'postgres'
const owner = 'evidentia_owner'
const database = 'evidentia'
const passwordName = 'postgres.password'
const startLimitMs = 60_000
const restartMs = 200
const logLimitBytes = 10 * 1024 * 1024

/** A running embedded PostgreSQL. */
export interface Cluster {
  /** Connects as the owner of the tables: no superuser, used for migrations and rebuild only. */
  readonly ownerUrl: string
  readonly remark: string | null
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL of a data folder, creating it first where it is missing. It listens on 127.0.0.1 alone, on a free
 * port, with a password. A PostgreSQL left behind by a killed server is stopped first: nobody else may use this folder,
 * which the caller has locked. One that ends without being told to is started again at the same address, and `tell` hears it. `meanwhile` is done while
 * it starts, which takes this process no time.
 */
export async function startCluster(
  dataFolder: string,
  tell: (sentence: string) => void = () => undefined,
  meanwhile: () => void = () => undefined,
): Promise<Cluster> {
  const user = chooseSystemUser()
  const location = await locateCluster(dataFolder, user)
  const password = await readPassword(dataFolder)
  if (!existsSync(join(location.cluster, 'PG_VERSION'))) {
    await createCluster(location, user, password)
    await recordCluster(dataFolder, location.cluster)
  }
  await stopOrphan(location, user)
  const port = await findFreePort()
  const logFile = join(dataFolder, 'postgres.log')
  const address = addressOf(superuser, password, port, 'postgres')
  let child: ChildProcess | null = null
  let isFirst = true
  const stopping = new AbortController()
  const launch = async (): Promise<void> => {
    for (const giveUp = Date.now() + startLimitMs; !stopping.signal.aborted; await sleep(restartMs)) {
      child = spawnPostgres(location, user, port, logFile)
      if (isFirst) meanwhile()
      isFirst = false
      try {
        await waitUntilReady(child, address, logFile)
        if (child.exitCode !== null || child.signalCode !== null) continue
        child.once('exit', () => void revive())
        return
      } catch (error) {
        if (!(error instanceof StillInUse) || Date.now() > giveUp) throw error
      }
    }
  }
  // Killed, or out of memory: whoever sent a request gets an error, and the next one finds it there again.
  const revive = async (): Promise<void> => {
    for (; !stopping.signal.aborted; await sleep(restartMs * 5)) {
      tell('PostgreSQL ended without being told to; starting it again')
      try {
        return await launch()
      } catch (error) {
        tell(error instanceof Error ? error.message : String(error))
      }
    }
  }
  const stop = async (): Promise<void> => {
    stopping.abort()
    if (child !== null) await stopPostgres(location, user, child)
  }
  try {
    await launch()
    await ensureOwner(address, password)
    await allowWordIndex(addressOf(superuser, password, port, database))
  } catch (error) {
    await stop()
    throw error
  }
  return { ownerUrl: addressOf(owner, password, port, database), remark: location.remark, stop }
}

/** The address of a PostgreSQL that a running server has started in this data folder, or null when there is none. */
export async function findRunningCluster(dataFolder: string): Promise<string | null> {
  const cluster = await findCluster(dataFolder)
  if (cluster === null) return null
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const port = Number(lines[3])
  if (!Number.isInteger(port) || port === 0) return null
  return addressOf(owner, await readPassword(dataFolder), port, database)
}

async function createCluster(
  { cluster, binaries }: ClusterLocation,
  user: SystemUser,
  password: string,
): Promise<void> {
  const fresh = `${cluster}.new`
  await rm(fresh, { recursive: true, force: true })
  await giveFolder(fresh, user)
  const passwordFile = `${cluster}.initdb`
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  try {
    if (user !== null) await chown(passwordFile, user.uid, user.gid)
    await run(
      join(binaries, 'bin/initdb'),
      [
        `--pgdata=${fresh}`,
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--data-checksums',
      ],
      asUser(user),
    )
  } catch (cause) {
    throw new ConfigurationError(`PostgreSQL could not create its files in ${cluster}: ${lastLine(cause)}`, { cause })
  } finally {
    await rm(passwordFile, { force: true })
  }
  // Renamed only when complete, so an interrupted first start begins again.
  await rename(fresh, cluster)
}

async function stopOrphan({ cluster, binaries }: ClusterLocation, user: SystemUser): Promise<void> {
  if (!existsSync(join(cluster, 'postmaster.pid'))) return
  const isRunning = await run(join(binaries, 'bin/pg_ctl'), ['status', '-D', cluster], asUser(user)).then(
    () => true,
    () => false,
  )
  if (isRunning)
    await run(join(binaries, 'bin/pg_ctl'), ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '30'], asUser(user))
}

function spawnPostgres(
  { cluster, binaries }: ClusterLocation,
  user: SystemUser,
  port: number,
  logFile: string,
): ChildProcess {
  const isTooLong = (statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes
  const log = openSync(logFile, isTooLong ? 'w' : 'a', 0o600)
  // Its own process group: Ctrl-C reaches this process first, which stops PostgreSQL when the last request is done.
  const child = spawn(
    join(binaries, 'bin/postgres'),
    ['-D', cluster, ...serverSettings(port).flatMap((setting) => ['-c', setting])],
    { ...asUser(user), stdio: ['ignore', log, log], detached: true },
  )
  closeSync(log)
  return child
}

function serverSettings(port: number): readonly string[] {
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=40',
    'shared_buffers=64MB',
    'fsync=on',
    'synchronous_commit=on',
    'full_page_writes=on',
    'wal_level=minimal',
    'wal_compression=on',
    'max_wal_senders=0',
    'max_wal_size=512MB',
    'jit=off',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_min_messages=warning',
    'max_worker_processes=4',
    'io_method=sync',
  ]
}

async function waitUntilReady(child: ChildProcess, address: string, logFile: string): Promise<void> {
  const giveUp = Date.now() + startLimitMs
  while (Date.now() < giveUp) {
    if (child.exitCode !== null || child.signalCode !== null) break
    const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 2000 })
    const refusal = await client.connect().then(
      () => null,
      (error: unknown) => error,
    )
    await client.end().catch(() => undefined)
    if (refusal === null) return
    if (refusal instanceof Error && 'code' in refusal && refusal.code === '28P01') {
      throw new ConfigurationError(
        `The embedded PostgreSQL does not take the password in ${passwordName}; restore that file beside the database.`,
      )
    }
    await new Promise((done) => setTimeout(done, 30))
  }
  const log = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n')
  // Its main process is gone and others of it are not yet: they end by themselves in a moment.
  if (log.slice(-4).some((line) => /pre-existing shared memory block|"postmaster.pid" already exists/.test(line)))
    throw new StillInUse(`PostgreSQL did not start: what is left of the one before does not end; see ${logFile}.`)
  throw new ConfigurationError(`PostgreSQL did not start; the end of ${logFile} says: ${log.at(-1) ?? 'nothing'}`)
}

class StillInUse extends ConfigurationError {}

async function ensureOwner(address: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  try {
    const { rows } = await client.query<{ hasRole: boolean; hasDatabase: boolean }>(
      'select exists (select from pg_roles where rolname = $1) as "hasRole", exists (select from pg_database where datname = $2) as "hasDatabase"',
      [owner, database],
    )
    if (rows[0]?.hasRole !== true) {
      await client.query(
        `create role ${owner} login createrole nosuperuser nobypassrls password ${client.escapeLiteral(password)}`,
      )
    }
    if (rows[0]?.hasDatabase !== true) await client.query(`create database ${database} owner ${owner}`)
  } finally {
    await client.end()
  }
}

async function stopPostgres(
  { cluster, binaries }: ClusterLocation,
  user: SystemUser,
  child: ChildProcess,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise((done) => child.once('exit', done))
  await run(join(binaries, 'bin/pg_ctl'), ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '30'], asUser(user))
  await exited
}

/** A random password beside the data. It opens nothing but this database, which listens on this machine only. */
async function readPassword(dataFolder: string): Promise<string> {
  const file = join(dataFolder, passwordName)
  const found = await readFile(file, 'utf8').catch(() => null)
  if (found !== null) return found.trim()
  const password = randomBytes(24).toString('hex')
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx' })
  return password
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(0, '127.0.0.1', done)
  })
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string')
    throw new ConfigurationError('No free port could be found on 127.0.0.1.')
  return address.port
}

function asUser(user: SystemUser): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  const plain = { cwd: '/', env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } }
  return user === null ? plain : { ...plain, uid: user.uid, gid: user.gid }
}

function addressOf(role: string, password: string, port: number, name: string): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${name}`
}

function lastLine(error: unknown): string {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  return output.trim().split('\n').at(-1) ?? ''
}

async function sleep(ms: number): Promise<void> {
  await new Promise((done) => setTimeout(done, ms))
}
