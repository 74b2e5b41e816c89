import { flushCompileCache } from 'node:module'
import { buildServer, type HttpServer } from '../platform/http/server.ts'
import type { Config } from '../config.ts'
import { createServices, type Services } from '../context.ts'
import { type Installation, openInstallation, type Say } from '../installation.ts'
import { ConfigurationError } from '../configuration-error.ts'

const linkMs = 24 * 60 * 60 * 1000

/** A server that listens. `stop` finishes what was accepted, then the jobs, then the database. */
export interface RunningServer {
  readonly address: string
  readonly services: Services
  readonly installation: Installation
  stop(): Promise<void>
}

/** Starts everything and resolves when the first start, if this is it, is finished. */
export async function startServer(config: Config, say: Say): Promise<RunningServer> {
  const installation = await openInstallation(config, say)
  const undo: (() => Promise<void>)[] = [async () => installation.close()]
  let notReady: string | null = 'the first start is not finished'
  const stop = async (): Promise<void> => {
    notReady = 'the server is stopping'
    for (const step of undo.splice(0).toReversed()) await step()
  }
  try {
    installation.loadCatalog()
    const services = createServices(installation)
    for (const sentence of await services.refuseRolledBack()) {
      installation.logger.error({ sentence }, 'rollback detected')
      say(sentence)
    }
    const server = await buildServer({
      operations: services.operations,
      logger: installation.logger,
      metrics: services.metrics,
      publicOrigin: config.publicUrl,
      trustedProxies: config.trustedProxies,
      callers: services.callers,
      memberships: services.memberships,
      blobs: installation.blobs,
      idempotency: services.idempotency,
      uploadLimitBytes: config.uploadLimitBytes,
      recordRefusal: async (refusal) => services.refusals.record(refusal),
      admitDirectory: async (asked) => services.doors.scim.admit(asked),
      isReady: async () => notReady ?? services.ping().then(always(null), always('the database does not answer')),
    })
    undo.push(async () => services.stopJobs())
    await services.openJobs()
    undo.push(async () => server.close())
    const listening = await listen(server, config)
    const address = config.publicUrl ?? listening
    if (!(await services.sample.isFirstStartFinished())) await services.sample.runFirstStart(config.sample, say)
    // Not earlier: the first start needs the processor for itself, and one pass over the whole sample is less than many.
    await services.startJobs()
    await services.doors.mailListener.start()
    undo.push(async () => services.doors.mailListener.stop())
    notReady = null
    say(`Ready at ${address}`)
    const account = await services.sample.findAccountWithoutCredential()
    if (account !== null) {
      say(`Sign in once with ${address}/sign-in#${await services.session.createLink(account, linkMs)}`)
    }
    return { address, services, installation, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function listen(server: HttpServer, { port, host }: Config): Promise<string> {
  try {
    return await server.listen(port, host)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(`Port ${port} on ${host} cannot be used (${reason}); set PORT to another one.`, {
      cause,
    })
  }
}

function always<T>(value: T): () => T {
  return () => value
}

/** Runs until it is told to stop (SIGINT, SIGTERM), also while it starts. A second signal stops at once. */
export async function runServer(config: Config, say: Say): Promise<void> {
  // Before anything is started: a signal in between would end this process and leave its PostgreSQL behind.
  const told = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
  })
  const server = await startServer(config, say)
  flushCompileCache()
  await told
  say('Stopping: finishing requests, then the database')
  await server.stop()
  say('Stopped')
}
