import { execFile, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'

const run = promisify(execFile)
const programs = ['ceph-mon', 'ceph-osd', 'radosgw', 'radosgw-admin', 'ceph', 'ceph-authtool', 'monmaptool']
const packages = ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common']
const installMs = 120_000
const credentials = { accessKeyId: 'evidentia-test', secretAccessKey: 'evidentia-test-secret' }

/** A real S3 with Object Lock: one monitor, one store, one gateway, all in a temporary folder. */
export interface Ceph {
  readonly endpoint: string
  readonly client: S3Client
  readonly credentials: typeof credentials
  createBucket(name: string, withLock?: boolean): Promise<void>
  stop(): Promise<void>
}

/** Why Ceph cannot run here, or null. As root, its Debian packages are installed when that takes less than two minutes. */
export function explainMissingCeph(): string | null {
  if (hasPrograms()) return null
  if (process.getuid?.() !== 0) return `no Ceph on this machine: install ${packages.join(' ')}`
  spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=100', 'install', '-y', '--no-install-recommends', ...packages], {
    timeout: installMs,
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return hasPrograms() ? null : `${packages.join(' ')} could not be installed within two minutes`
}

function hasPrograms(): boolean {
  return programs.every((name) => spawnSync('which', [name]).status === 0)
}

export async function startCeph(): Promise<Ceph> {
  const folder = await mkdtemp(join(tmpdir(), 'evidentia-ceph-'))
  const [monitorPort, oldMonitorPort, gatewayPort] = await findFreePorts(3)
  const stop = async (): Promise<void> => {
    await stopDaemons(folder)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    for (const name of ['mon', 'osd', 'rgw', 'run']) await mkdir(join(folder, name))
    const fsid = randomUUID()
    const monitors = `[v2:127.0.0.1:${monitorPort},v1:127.0.0.1:${oldMonitorPort}]`
    await writeFile(join(folder, 'ceph.conf'), describeCluster(folder, fsid, monitors, gatewayPort ?? 0))
    const call = async (program: string, ...words: string[]): Promise<void> => {
      const env = { ...process.env, CEPH_CONF: join(folder, 'ceph.conf') }
      await run(program, words, { env, timeout: 60_000, maxBuffer: 16 * 1024 * 1024 })
    }
    await makeKeys(folder, call)
    await call('monmaptool', '--create', '--clobber', '--fsid', fsid, '--addv', 'a', monitors, join(folder, 'monmap'))
    await call(
      'ceph-mon',
      '--mkfs',
      '-i',
      'a',
      '--monmap',
      join(folder, 'monmap'),
      '--keyring',
      join(folder, 'keyring'),
    )
    await call('ceph-mon', '-i', 'a')
    await call('ceph', '--connect-timeout', '30', 'osd', 'create')
    await call('ceph-osd', '-i', '0', '--mkfs')
    await call('ceph-osd', '-i', '0')
    await call('ceph', 'osd', 'crush', 'add', 'osd.0', '1.0', 'root=default', 'host=localhost')
    await call('radosgw', '-n', 'client.rgw.a')
    const endpoint = `http://127.0.0.1:${gatewayPort}`
    await waitFor(async () => (await fetch(endpoint)).ok, 60_000)
    const { accessKeyId, secretAccessKey } = credentials
    await call(
      'radosgw-admin',
      'user',
      'create',
      '--uid=evidentia',
      '--display-name=Evidentia',
      `--access-key=${accessKeyId}`,
      `--secret=${secretAccessKey}`,
    )
    const client = new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    })
    const createBucket = async (Bucket: string, ObjectLockEnabledForBucket = true): Promise<void> => {
      await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket }))
    }
    return { endpoint, client, credentials, createBucket, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** One copy of everything, in memory: what is tested is the gateway's promises, not Ceph's durability. */
function describeCluster(folder: string, fsid: string, monitors: string, gatewayPort: number): string {
  return `[global]
fsid = ${fsid}
mon host = ${monitors}
mon initial members = a
keyring = ${folder}/keyring
run dir = ${folder}/run
admin socket = ${folder}/run/$name.asok
pid file = ${folder}/run/$name.pid
log file = ${folder}/$name.log
public network = 127.0.0.0/8
ms bind ipv6 = false
auth allow insecure global id reclaim = false
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail crit = 1
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
[mon.a]
host = localhost
mon data = ${folder}/mon
[osd]
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd class load list = *
osd class default list = *
[client]
rgw data = ${folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:${gatewayPort}
rgw dns name = 127.0.0.1
rgw run sync thread = false
rgw thread pool size = 32
`
}

async function makeKeys(folder: string, call: (program: string, ...words: string[]) => Promise<void>): Promise<void> {
  const everything = 'allow *'
  const owners: readonly { readonly name: string; readonly rights: Readonly<Record<string, string>> }[] = [
    { name: 'mon.', rights: { mon: everything } },
    { name: 'client.admin', rights: { mon: everything, osd: everything, mgr: everything } },
    { name: 'osd.0', rights: { mon: 'allow profile osd', osd: everything } },
    { name: 'client.rgw.a', rights: { mon: everything, osd: everything } },
  ]
  for (const [at, { name, rights }] of owners.entries()) {
    const caps = Object.entries(rights).flatMap(([what, right]) => ['--cap', what, right])
    const create = at === 0 ? ['-C'] : []
    await call('ceph-authtool', ...create, join(folder, 'keyring'), '--gen-key', '-n', name, ...caps)
  }
}

/** Ends the daemons whose pid files are in this folder, and waits until they are gone. */
async function stopDaemons(folder: string): Promise<void> {
  for (const name of ['client.rgw.a', 'osd.0', 'mon.a']) {
    const pid = Number(await readFile(join(folder, 'run', `${name}.pid`), 'utf8').catch(() => '0'))
    if (pid <= 1) continue
    signal(pid, 'SIGKILL')
    await waitFor(async () => !signal(pid, 0), 10_000)
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    // Gone already, which is what was wanted.
    return false
  }
}

async function waitFor(isTrue: () => Promise<boolean>, ms: number): Promise<void> {
  for (const end = Date.now() + ms; ; await sleep(100)) {
    // Not answering yet is what is waited for.
    if (await isTrue().catch(() => false)) return
    if (Date.now() > end) throw new Error(`Ceph did not come up within ${ms / 1000} seconds.`)
  }
}

async function findFreePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  const ports = await Promise.all(
    servers.map(
      async (server) =>
        new Promise<number>((done) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address()
            done(typeof address === 'object' && address !== null ? address.port : 0)
          })
        }),
    ),
  )
  await Promise.all(servers.map(async (server) => new Promise((done) => void server.close(done))))
  return ports
}
