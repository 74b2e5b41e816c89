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
}

/** The job queue, in a schema of the same database. Nothing is lost with it: every job can be asked for again. */
export class Jobs {
  readonly #boss: PgBoss
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
    await this.#boss.createQueue('housekeeping', { policy: 'short', deleteAfterSeconds: 24 * 3600 })
    await this.#boss.schedule('housekeeping', '17 * * * *')
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

  #ask(queue: string, organization: string): void {
    this.#boss
      .send(queue, { organization }, { singletonKey: organization })
      .catch((error: unknown) => this.#logger.warn({ err: error, organization, queue }, 'job not queued'))
  }

  /** Asks for a checkpoint soon. What is asked for in between comes with the same one. */
  askForPublication(organization: string): void {
    this.#ask('publish', organization)
  }

  async stop(): Promise<void> {
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
