import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type Installation, openInstallation } from '../../installation.ts'
import { type Cluster, startCluster } from '../../platform/db/embedded/cluster.ts'
import { makeDataFolder, removeDataFolder } from '../../testing/data-folder.ts'
import { findFreePort, type Ground, prepareGround } from '../ground.ts'
import { ServerNode, sleep } from '../server-node.ts'

const healthyMs = 60_000

/**
 * A server process whose PostgreSQL is not its child, so that each can be broken alone, and this process beside them, which
 * looks on. One thread does all file work of the server: only so has each call of a request one ordinal.
 */
export class FaultSite {
  readonly ground: Ground
  /** This process's own way to database and artifacts. */
  readonly observer: Installation
  readonly #cluster: Cluster
  #server: ServerNode

  private constructor(ground: Ground, observer: Installation, cluster: Cluster, server: ServerNode) {
    this.ground = ground
    this.observer = observer
    this.#cluster = cluster
    this.#server = server
  }

  /** In a temporary folder, or in one that is there, such as one on a disk that will be full. */
  static async open(organizations: number, given?: string): Promise<FaultSite> {
    const dataFolder = given ?? (await makeDataFolder())
    const cluster = await startCluster(dataFolder)
    const settings = { DATABASE_URL: cluster.ownerUrl, UV_THREADPOOL_SIZE: '1' }
    const ground = await prepareGround({ organizations, dataFolder, settings })
    const observer = await openInstallation(ground.config, () => undefined)
    return new FaultSite(ground, observer, cluster, await startNode(ground))
  }

  get address(): string {
    return this.#server.address
  }

  /** The one thread of the server that does file work. */
  async findFileThread(): Promise<number> {
    const tasks = `/proc/${this.#server.pid}/task`
    for (const thread of await readdir(tasks))
      if ((await readFile(join(tasks, thread, 'comm'), 'utf8')).trim() === 'libuv-worker') return Number(thread)
    throw new Error('The server has no thread for file work yet.')
  }

  /** The processes of PostgreSQL that work for the server, and those that write beside them. */
  async findDatabaseProcesses(): Promise<{ backends: number[]; writers: number[] }> {
    return this.asSuperuser(async (client) => {
      const { rows } = await client.query<{ pid: number; backend_type: string; application_name: string }>(
        'select pid, backend_type, application_name from pg_stat_activity where pid <> pg_backend_pid()',
      )
      const of = (wanted: (row: (typeof rows)[number]) => boolean): number[] =>
        rows.filter(wanted).map(({ pid }) => pid)
      return {
        backends: of(({ application_name: name }) => name === 'evidentia'),
        writers: of(({ backend_type: type }) => type === 'checkpointer' || type === 'walwriter'),
      }
    })
  }

  async asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const address = new URL(this.#cluster.ownerUrl)
    address.username = 'postgres'
    const client = new pg.Client({ connectionString: address.href })
    // It may be ended by the very fault that it brings about.
    client.on('error', () => undefined)
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end().catch(() => undefined)
    }
  }

  /** Whatever was broken: a server that runs, with a database that answers. Says whether the server had to be started. */
  async recover(): Promise<boolean> {
    for (const end = Date.now() + healthyMs; ; await sleep(50)) {
      const isUp = await this.asSuperuser(async (client) => client.query('select 1')).catch(() => null)
      if (isUp !== null) break
      if (Date.now() > end) throw new Error('PostgreSQL did not come back within a minute.')
    }
    let hadEnded = false
    for (;;) {
      try {
        await this.#server.waitUntilHealthy()
        return hadEnded
      } catch (error) {
        // Its end may be heard of only now.
        if (!this.#server.hasEnded || hadEnded) throw error
        hadEnded = true
        this.#server = await startNode(this.ground)
      }
    }
  }

  async close(): Promise<void> {
    await this.#server.kill()
    await this.observer.close()
    await this.#cluster.stop()
    await this.ground.remove()
    await removeDataFolder(this.ground.dataFolder)
  }
}

async function startNode(ground: Ground): Promise<ServerNode> {
  const { settings, logFile } = ground
  return ServerNode.start({ settings, logFile, port: await findFreePort() })
}
