import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import { EvidentiaError } from '@evidentia/core'
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify'
import type { Logger } from 'pino'
import { Drain } from './drain.ts'
import type { Metrics } from './metrics.ts'
import { describeApi } from './openapi.ts'
import type { Operation } from './operation.ts'
import { describeProblem } from './problem.ts'
import { mountOperations, type OperationHost } from './mount-operations.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { sendPage, serveWebApp } from './web-app.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The address people use, when the operator gave it. */
    publicOrigin: string | null
  }
}

/** What the HTTP server needs from the rest. */
export interface ServerParts extends OperationHost {
  readonly operations: readonly Operation[]
  readonly logger: Logger
  readonly metrics: Metrics
  readonly publicOrigin: string | null
  readonly trustedProxies: readonly string[]
  /** Resolves when the database answers, migrations are applied and the first start is finished; else says what is missing. */
  readonly isReady: () => Promise<string | null>
}

/** A built server. `close` answers what was accepted first. */
export interface HttpServer {
  /** Returns the address it listens on. */
  listen(port: number, host: string): Promise<string>
  close(): Promise<void>
}

/** Builds the HTTP server: API, web app, probes and metrics. It does not listen yet. */
export async function buildServer(parts: ServerParts): Promise<HttpServer> {
  const { logger, metrics } = parts
  const baseLogger: FastifyBaseLogger = logger
  const app = fastify({
    loggerInstance: baseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    trustProxy: parts.trustedProxies.length === 0 ? false : [...parts.trustedProxies],
    routerOptions: { maxParamLength: 200 },
  })
  const drain = new Drain()
  drain.watch(app)
  app.decorate('publicOrigin', parts.publicOrigin)
  acceptEmptyJson(app)
  await app.register(cookie)
  await app.register(multipart)
  app.addHook('onRequest', async (request, reply) => setSecurityHeaders(request, reply, null))
  app.addHook('onResponse', async (request, reply) => writeRequestLine(logger, metrics, request, reply))
  app.setErrorHandler(async (error, request, reply) => sendProblem(logger, error, request, reply))
  app.setNotFoundHandler(async (request, reply) => {
    // An asset of an older build must fail as missing, not arrive as a page.
    const isPage = !request.url.startsWith('/api/') && !request.url.startsWith('/assets/')
    if (request.method !== 'GET' || !isPage) throw new EvidentiaError('not-found', 'There is nothing at this address.')
    return sendPage(request, reply)
  })
  addProbes(app, parts)
  const document = describeApi(parts.operations.map(({ contract }) => contract))
  app.get('/api/v1/openapi.json', async (_, reply) => reply.header('cache-control', 'no-cache').send(document))
  mountOperations(app, parts.operations, parts)
  await serveWebApp(app)
  return { listen: async (port, host) => app.listen({ port, host }), close: async () => drain.close(app) }
}

/** An operation without input may be sent as JSON with no body at all. */
function acceptEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, String(body), done)
  })
}

function addProbes(app: FastifyInstance, { isReady, metrics }: ServerParts): void {
  app.get('/livez', async () => ({ status: 'alive' }))
  app.get('/readyz', async (_, reply) => {
    const missing = await isReady()
    metrics.ready.set(missing === null ? 1 : 0)
    return reply
      .code(missing === null ? 200 : 503)
      .send({ status: missing === null ? 'ready' : 'not ready', ...(missing === null ? {} : { reason: missing }) })
  })
  app.get('/metrics', async (_, reply) => reply.type(metrics.contentType).send(await metrics.text()))
}

/** One line per request: never a body, a cookie, a token or a query. */
/** Asked every few seconds by whatever watches the server. */
const probes: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics'])

function writeRequestLine(logger: Logger, metrics: Metrics, request: FastifyRequest, reply: FastifyReply): void {
  const operation = request.routeOptions.config.operation ?? 'other'
  metrics.countRequest(operation, reply.statusCode, reply.elapsedTime / 1000)
  const isProbe = reply.statusCode < 400 && probes.has(request.url)
  logger[isProbe ? 'debug' : 'info'](
    {
      request: request.id,
      method: request.method,
      path: request.url.split('?')[0],
      operation,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      address: request.ip,
    },
    'request',
  )
}

async function sendProblem(
  logger: Logger,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const problem = describeProblem(error, request.id)
  if (problem.status === 500) logger.error({ request: request.id, err: error }, 'failed')
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer')
  if (problem.status === 503) void reply.header('retry-after', '5')
  return reply.code(problem.status).header('cache-control', 'no-store').type('application/problem+json').send(problem)
}
