import { batchLimit, EvidentiaError, type FactBody, isPermitted, type Role } from '@evidentia/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../auth/caller.ts'
import type { Memberships } from '../auth/memberships.ts'
import type { CallerResolver } from '../auth/resolve-caller.ts'
import type { BlobStore } from '../blobs/blob-store.ts'
import type { Scope } from '../db/transactions.ts'
import { type Idempotency, type KeptAnswer, noOrganization } from './idempotency.ts'
import type { Operation, RawBody, StreamAnswer, Upload } from './operation.ts'
import { parseInput } from './problem.ts'
import { type FormShape, receiveUpload } from './receive-upload.ts'
import { sendScimProblem } from './scim-problem.ts'
import {
  clearSessionCookie,
  originOfRequest,
  readSessionCookie,
  refuseForeignOrigin,
  writeSessionCookie,
} from './session-cookie.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: string
  }
}

/** What operations run on. */
export interface OperationHost {
  readonly callers: CallerResolver
  readonly memberships: Memberships
  readonly blobs: BlobStore
  readonly idempotency: Idempotency
  readonly uploadLimitBytes: number
  /** Seals that somebody was refused, before they hear of it. */
  readonly recordRefusal: (
    refusal: Scope & { readonly operation: string; readonly reason: RefusalReason },
  ) => Promise<void>
  /** In whose name the bearer of a SCIM directory's token acts. Refuses any other, and does not say what there is. */
  readonly admitDirectory: (asked: DirectoryAsked) => Promise<Scope>
}

/** The largest body that is taken as it came: GitHub sends up to 25 MB, and what is that large is no event of use here. */
const rawLimit = 5 * 1024 * 1024

/** A request to a SCIM directory, as its address names it. */
export interface DirectoryAsked {
  readonly organization: string
  readonly directory: string
  readonly authorization: string | undefined
  readonly operation: string
  readonly request: string
  readonly address: string
}

const singleForm: FormShape = { field: 'claim', files: 1 }
const batchForm: FormShape = { field: 'claims', files: batchLimit }

type RefusalReason = FactBody<'access-refused'>['reason']

/** Whether and where a caller may do what is asked. */
interface Grant {
  readonly caller: Caller
  readonly scope: Scope | null
  readonly role: Role | null
}

/** Adds a route per operation. Who calls and whether they may is settled before the body is read. */
export function mountOperations(app: FastifyInstance, operations: readonly Operation[], host: OperationHost): void {
  const raw = operations.filter(({ contract }) => contract.raw === true || contract.media !== undefined)
  mountRoutes(
    app,
    operations.filter((operation) => !raw.includes(operation)),
    host,
  )
  // In a room of their own, where nothing parses what a signature speaks of.
  app.register(async (inner) => {
    inner.removeAllContentTypeParsers()
    inner.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: rawLimit }, (_request, body, done) =>
      done(null, body),
    )
    mountRoutes(inner, raw, host)
  })
}

function mountRoutes(app: FastifyInstance, operations: readonly Operation[], host: OperationHost): void {
  for (const operation of operations) {
    const { contract } = operation
    const grants = new WeakMap<FastifyRequest, Grant>()
    app.route({
      method: contract.method,
      url: `/api/v1${contract.path.replace(/\{\+\w+\}$/, '*').replaceAll(/\{(\w+)\}/g, ':$1')}`,
      config: { operation: contract.id },
      exposeHeadRoute: false,
      ...(contract.media === undefined ? {} : { errorHandler: sendScimProblem }),
      onRequest: async (request, reply) => {
        void reply.header('cache-control', 'no-store')
        refuseForeignOrigin(request)
        grants.set(request, await authorize(operation, request, host))
      },
      handler: async (request, reply) => {
        const grant = grants.get(request)
        if (grant === undefined)
          throw new EvidentiaError('internal', 'A request reached its handler without authorization.')
        return run(operation, grant, request, reply, host)
      },
    })
  }
}

/**
 * Deny by default. An organization that does not exist and one the caller has no part in are the same answer, so that
 * nobody learns which organizations there are.
 */
async function authorize({ contract }: Operation, request: FastifyRequest, host: OperationHost): Promise<Grant> {
  const { access, id: operation } = contract
  if (access === 'directory-token') {
    const { organization = '', directory = '' } = readParams(contract, request)
    const { authorization } = request.headers
    const { id, ip: address } = request
    const asked = { organization, directory, authorization, operation, request: id, address }
    return { caller: { type: 'visitor' }, scope: await host.admitDirectory(asked), role: null }
  }
  const caller = await host.callers.resolve(
    { authorization: request.headers.authorization, sessionToken: readSessionCookie(request) },
    async ({ organization, reason, key }) =>
      host.recordRefusal({
        organization,
        request: request.id,
        operation,
        reason,
        actor: { type: 'api-key', ...key, address: request.ip },
      }),
  )
  if (access === 'public') return { caller, scope: null, role: null }
  if (caller.type === 'visitor')
    throw new EvidentiaError('not-signed-in', 'You are not signed in, or your session has ended.', {
      remedy: 'Sign in again.',
    })
  if (access === 'signed-in') {
    if (caller.type !== 'user') {
      const { organization } = caller
      const actor = actorOf(caller, request.ip)
      await host.recordRefusal({ organization, request: request.id, actor, operation, reason: 'not-permitted' })
      throw new EvidentiaError('not-permitted', 'An API key acts in its organization only, not on accounts.')
    }
    return { caller, scope: null, role: null }
  }
  const { organization, role } = await findOrganization(caller, namedOrganization({ contract }, request), host)
  const scope = { organization, request: request.id, actor: actorOf(caller, request.ip) }
  if (!isPermitted(role, access)) {
    await host.recordRefusal({ ...scope, operation, reason: 'not-permitted' })
    throw new EvidentiaError('not-permitted', `The role ${role} does not include ${access}.`, {
      remedy: 'Ask an administrator of the organization.',
    })
  }
  return { caller, role, scope }
}

async function findOrganization(
  caller: Exclude<Caller, { type: 'visitor' }>,
  slug: string | null,
  host: OperationHost,
): Promise<{ organization: string; role: Role }> {
  if (slug !== null) {
    if (caller.type === 'user') return host.memberships.find(caller.account.id, slug)
    if ((await host.memberships.organizationOf(slug)) === caller.organization) return caller
    throw new EvidentiaError('not-found', 'There is no such organization for this API key.')
  }
  if (caller.type === 'api-key') return caller
  throw new EvidentiaError('invalid-input', 'The request does not say which organization it is about.', {
    remedy: 'Name it in the header evidentia-organization.',
  })
}

/** The header says it, or for what other software reads by address alone, the address; both only where they agree. */
function namedOrganization({ contract }: Pick<Operation, 'contract'>, request: FastifyRequest): string | null {
  const header = request.headers['evidentia-organization']
  const inHeader = typeof header === 'string' && header !== '' ? header : null
  const inPath = contract.path.startsWith('/logs/{organization}/')
    ? readParams(contract, request)['organization']
    : null
  if (inPath === null || inPath === undefined) return inHeader
  if (inHeader !== null && inHeader !== inPath)
    throw new EvidentiaError('not-found', 'The header and the address name different organizations.')
  return inPath
}

/** The parameters of the address; what the router matched by a star is the contract's last one. */
function readParams({ path }: Operation['contract'], { params }: FastifyRequest): Record<string, string> {
  const { '*': rest, ...named } = params as Record<string, string>
  const name = /\{\+(\w+)\}$/.exec(path)?.[1]
  return name === undefined || rest === undefined ? named : { ...named, [name]: rest }
}

function actorOf(caller: Exclude<Caller, { type: 'visitor' }>, address: string): Scope['actor'] {
  return caller.type === 'user'
    ? { type: 'user', id: caller.account.id, name: caller.account.name, address }
    : { type: 'api-key', id: caller.id, name: caller.name, address }
}

async function run(
  operation: Operation,
  grant: Grant,
  request: FastifyRequest,
  reply: FastifyReply,
  host: OperationHost,
): Promise<unknown> {
  const { contract } = operation
  const params =
    contract.params === undefined
      ? undefined
      : parseInput(contract.params, readParams(contract, request), 'The address')
  const query = contract.query === undefined ? undefined : parseInput(contract.query, request.query, 'The query')
  const { body, uploads } = await readBody(operation, grant, request, host)
  const upload = contract.upload === 'batch' ? uploads : (uploads[0] ?? null)
  let status: number = contract.status
  const answer = {
    status: (code: number) => void (status = code),
    location: (address: string) => void reply.header('location', address),
    setSession: (token: string) => writeSessionCookie(request, reply, token),
    clearSession: () => clearSessionCookie(request, reply),
  }
  const client = {
    request: request.id,
    address: request.ip,
    agent: request.headers['user-agent'] ?? '',
    origin: originOfRequest(request),
  }
  const work = async (): Promise<KeptAnswer> => {
    const raw = contract.raw === true ? readRaw(request) : null
    const result = await operation.handle({ ...grant, params, query, body, upload, raw, client, answer })
    // What the contract does not declare never leaves.
    return {
      status,
      body: contract.stream === undefined && contract.output !== null ? contract.output.parse(result) : result,
    }
  }
  try {
    const kept = await onceByKey(operation, grant, request, body, uploads, host, work)
    void reply.code(kept.status)
    if (contract.media !== undefined) void reply.type(contract.media)
    if (contract.stream !== undefined) return await sendStream(reply, contract.stream, kept.body as StreamAnswer)
    return contract.output === null ? await reply.send() : kept.body
  } catch (error) {
    // What the role includes and the rules of the house do not, such as approving one's own request.
    if (grant.scope !== null && error instanceof EvidentiaError && error.code === 'not-permitted')
      await host.recordRefusal({ ...grant.scope, operation: contract.id, reason: 'not-permitted' })
    throw error
  } finally {
    for (const { blob } of uploads) await blob.discard()
  }
}

function readRaw({ body, headers }: FastifyRequest): RawBody {
  const named = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  return { bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0), headers: Object.fromEntries(named) }
}

async function readBody(
  { contract }: Operation,
  { scope }: Grant,
  request: FastifyRequest,
  host: OperationHost,
): Promise<{ body: unknown; uploads: readonly Upload[] }> {
  if (contract.body === undefined) return { body: undefined, uploads: [] }
  const schema = contract.body
  if (contract.upload === undefined) return { body: parseInput(schema, request.body, 'The body'), uploads: [] }
  if (scope === null) throw new EvidentiaError('internal', 'A file belongs to an organization, and none was entered.')
  const shape = contract.upload === 'batch' ? batchForm : singleForm
  const { claimed, uploads } = await receiveUpload(request, {
    blobs: host.blobs,
    organization: scope.organization,
    limit: host.uploadLimitBytes,
    shape,
    judge: (given) => parseInput(schema, given, `The ${shape.field}`),
  })
  return { body: claimed, uploads }
}

async function onceByKey(
  { contract }: Operation,
  { caller, scope }: Grant,
  request: FastifyRequest,
  body: unknown,
  uploads: readonly Upload[],
  host: OperationHost,
  work: () => Promise<KeptAnswer>,
): Promise<KeptAnswer> {
  const key = request.headers['idempotency-key']
  if (
    typeof key !== 'string' ||
    contract.method !== 'POST' ||
    caller.type === 'visitor' ||
    contract.access === 'public'
  )
    return work()
  const actor = caller.type === 'user' ? `user/${caller.account.id}` : `api-key/${caller.id}`
  const described = JSON.stringify([
    contract.id,
    request.params,
    request.query,
    body ?? null,
    ...uploads.map(({ name, blob }) => [name, blob.sha256]),
  ])
  return host.idempotency.once({ organization: scope?.organization ?? noOrganization, actor, key }, described, work)
}

/** Always an attachment, never rendered: an uploaded HTML or SVG must not run as this site. */
function sendStream(
  reply: FastifyReply,
  type: string,
  { stream, name, size, sha256, type: own }: StreamAnswer,
): FastifyReply {
  const plain = name.replaceAll(/[^\w. -]/g, '_')
  return reply
    .type(own ?? type)
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-length', size)
    .header('digest', `sha-256=${Buffer.from(sha256, 'hex').toString('base64')}`)
    .send(stream)
}
