import { PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import type { Metrics } from '../http/metrics.ts'

/** What runs beside requests. */
export interface Chores {
  /** Hourly: removes what has expired. */
  readonly housekeeping: () => Promise<void>
  /** After facts were sealed: brings an organization's kept summary up to date. */
  readonly assess: (organization: string) => Promise<void>
  /** After facts were sealed: publishes a checkpoint of them. */
  readonly publish: (organization: string) => Promise<void>
  /** After evidence was recorded: makes its content findable. */
  readonly index: (organization: string) => Promise<unknown>
  /** After a package was asked for: makes it. */
  readonly pack: (organization: string) => Promise<void>
  /** After a population was asked for that takes more than a moment: freezes it. */
  readonly freeze: (organization: string) => Promise<void>
  /** After a collection was asked for: collects. */
  readonly collect: (organization: string) => Promise<void>
  /** Every five minutes: asks for the collections whose time has come, and takes the snapshots of SCIM directories that are due. */
  readonly sweepCollections: () => Promise<void>
  /** A minute after refusals were counted: seals how many. */
  readonly sealRefusals: (organization: string) => Promise<void>
}

/** For work that goes through everything: packages, populations. */
const packSeconds = 6 * 60 * 60
// A little longer than refusals are counted together.
const refusalSeconds = 62

const askDelayMs = 250

/** The job queue, in a schema of the same database. Nothing is lost with it: every job can be asked for again. */
export class Jobs {
  readonly #boss: PgBoss
  readonly #asking = new Map<string, { readonly timer: NodeJS.Timeout; readonly send: () => void }>()
  readonly #logger: Logger
  readonly #metrics: Metrics

  constructor(address: string, logger: Logger, metrics: Metrics) {
    this.#logger = logger
    this.#metrics = metrics
    this.#boss = new PgBoss({ connectionString: address, schema: 'pgboss', application_name: 'evidentia jobs', max: 3 })
    this.#boss.on('error', (error) => logger.error({ err: error }, 'job queue'))
  }

  /** From here on jobs can be asked for; none runs before `start`. */
  async open(): Promise<void> {
    await this.#boss.start()
    // Of the jobs that wait for one organization, one is enough.
    await this.#boss.createQueue('assess', { policy: 'short', retryLimit: 2, deleteAfterSeconds: 3600 })
    await this.#boss.createQueue('index', { policy: 'short', retryLimit: 2, deleteAfterSeconds: 3600 })
    await this.#boss.createQueue('publish', {
      policy: 'short',
      retryLimit: 5,
      retryDelay: 60,
      deleteAfterSeconds: 3600,
    })
    await this.#boss.createQueue('pack', { policy: 'short', expireInSeconds: packSeconds, deleteAfterSeconds: 3600 })
    await this.#boss.createQueue('freeze', { policy: 'short', expireInSeconds: packSeconds, deleteAfterSeconds: 3600 })
    await this.#boss.createQueue('collect', { policy: 'short', expireInSeconds: packSeconds, deleteAfterSeconds: 3600 })
    await this.#boss.createQueue('collections', { policy: 'short', deleteAfterSeconds: 3600 })
    await this.#boss.createQueue('seal-refusals', { policy: 'short', retryLimit: 5, deleteAfterSeconds: 3600 })
    await this.#boss.createQueue('housekeeping', { policy: 'short', deleteAfterSeconds: 24 * 3600 })
    await this.#boss.schedule('housekeeping', '17 * * * *')
    await this.#boss.schedule('collections', '*/5 * * * *')
  }

  /** Begins to run what was and will be asked for. */
  async start(chores: Chores): Promise<void> {
    await this.#boss.work<{ organization: string }>('assess', { pollingIntervalSeconds: 2 }, async (jobs) => {
      for (const { data } of jobs) await this.#run('assess', async () => chores.assess(data.organization))
    })
    await this.#boss.work<{ organization: string }>('index', { pollingIntervalSeconds: 2 }, async (jobs) => {
      for (const { data } of jobs) await this.#run('index', async () => chores.index(data.organization))
    })
    await this.#boss.work<{ organization: string }>('publish', { pollingIntervalSeconds: 5 }, async (jobs) => {
      for (const { data } of jobs) await this.#run('publish', async () => chores.publish(data.organization))
    })
    await this.#boss.work<{ organization: string }>('pack', { pollingIntervalSeconds: 2 }, async (jobs) => {
      for (const { data } of jobs) await this.#run('pack', async () => chores.pack(data.organization))
    })
    await this.#boss.work<{ organization: string }>('freeze', { pollingIntervalSeconds: 2 }, async (jobs) => {
      for (const { data } of jobs) await this.#run('freeze', async () => chores.freeze(data.organization))
    })
    await this.#boss.work<{ organization: string }>('seal-refusals', { pollingIntervalSeconds: 15 }, async (jobs) => {
      for (const { data } of jobs) await this.#run('seal-refusals', async () => chores.sealRefusals(data.organization))
    })
    await this.#boss.work<{ organization: string }>('collect', { pollingIntervalSeconds: 2 }, async (jobs) => {
      for (const { data } of jobs) await this.#run('collect', async () => chores.collect(data.organization))
    })
    await this.#boss.work('collections', { pollingIntervalSeconds: 30 }, async () =>
      this.#run('collections', chores.sweepCollections),
    )
    await this.#boss.work('housekeeping', { pollingIntervalSeconds: 30 }, async () =>
      this.#run('housekeeping', chores.housekeeping),
    )
  }

  /** Asks for an assessment soon. Failing to ask is logged only: the fact is sealed and the answer computed when asked. */
  askForAssessment(organization: string): void {
    this.#ask('assess', organization)
  }

  /** Asks for new evidence to be read for search soon. Failing to ask is logged only: housekeeping reads what is left. */
  askForIndexing(organization: string): void {
    this.#ask('index', organization)
  }

  /** Asks for packages to be made soon. Failing to ask is logged only: housekeeping asks again. */
  askForPacking(organization: string, afterSeconds: number): void {
    this.#ask('pack', organization, afterSeconds)
  }

  /** Asks for populations to be frozen soon. Failing to ask is logged only: housekeeping asks again. */
  askForFreezing(organization: string, afterSeconds: number): void {
    this.#ask('freeze', organization, afterSeconds)
  }

  /** Asks for collecting soon. Failing to ask is logged only: the next sweep asks again. */
  askForCollecting(organization: string): void {
    this.#ask('collect', organization)
  }

  /** Asks for counted refusals to be sealed when their minute is over. Failing to ask is logged only: housekeeping does it. */
  askForRefusals(organization: string): void {
    this.#ask('seal-refusals', organization, refusalSeconds)
  }

  #ask(queue: string, organization: string, startAfter = 0): void {
    const name = `${queue}/${organization}`
    if (this.#asking.has(name)) return
    const send = (): void => this.#send(name, queue, organization, startAfter)
    // Whatever is sealed until then comes with the same job: a transaction for each would cost as much as sealing.
    this.#asking.set(name, { timer: setTimeout(send, askDelayMs), send })
  }

  #send(name: string, queue: string, organization: string, startAfter: number): void {
    this.#asking.delete(name)
    this.#boss
      .send(queue, { organization }, { singletonKey: organization, startAfter })
      .catch((error: unknown) => this.#logger.warn({ err: error, organization, queue }, 'job not queued'))
  }

  /** Asks for a checkpoint soon. What is asked for in between comes with the same one. */
  askForPublication(organization: string): void {
    this.#ask('publish', organization)
  }

  async stop(): Promise<void> {
    for (const { timer, send } of this.#asking.values()) {
      clearTimeout(timer)
      send()
    }
    await this.#boss.stop({ graceful: true, timeout: 10_000 })
  }

  async #run(queue: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
      this.#metrics.countJob(queue, 'done')
    } catch (error) {
      this.#metrics.countJob(queue, 'failed')
      this.#logger.error({ err: error, queue }, 'job failed')
      throw error
    }
  }
}
