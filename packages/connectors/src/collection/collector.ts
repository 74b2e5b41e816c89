import type { Importer } from '@evidentia/core'
import type { z } from 'zod'
import type { FailureKind } from './failure.ts'

/** One request over HTTP. The body is sent as it is. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'HEAD' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export interface HttpReply {
  readonly status: number
  /** Names in lower case; several of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/**
 * The only way to a system over HTTP. Public addresses and hosts that the operator allows; no redirect to another host; limits on
 * size and time; what is passing (429, 5xx, a lost connection) is tried again. Throws `CollectFailure`.
 */
export interface Http {
  send(request: HttpRequest): Promise<HttpReply>
}

/** One entry of a directory: attributes by name, binary ones in base64 under `<name>;base64`. */
export interface LdapEntry {
  readonly dn: string
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

export interface LdapQuestion {
  readonly url: string
  readonly startTls: boolean
  readonly bindDn: string
  readonly password: string
  readonly base: string
  readonly filter: string
  readonly attributes: readonly string[]
}

/** Searches a directory page by page (RFC 2696). Throws `CollectFailure`. */
export interface Ldap {
  search(question: LdapQuestion): AsyncIterable<readonly LdapEntry[]>
}

export interface SqlQuestion {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  readonly tls: boolean
  readonly query: string
}

/** Asks PostgreSQL in a read-only transaction and gives rows as text by column, some at a time. Throws `CollectFailure`. */
export interface Sql {
  rows(question: SqlQuestion): AsyncIterable<readonly Readonly<Record<string, string | null>>[]>
}

/** What a collector may use of the world. */
export interface CollectContext {
  readonly http: Http
  readonly ldap: Ldap
  readonly sql: Sql
  readonly signal: AbortSignal
  /** The instant, as ISO 8601 in UTC. */
  now(): string
}

/** One answer of the system, as it came. */
export interface Reply {
  /** What was asked: `GET /api/v1/users?limit=200`, `s3:GetBucketEncryption`. Never with a secret. */
  readonly request: string
  /** What it speaks of, so that counts and failures can be told per resource: `users`, `bucket claims-archive`. */
  readonly about: string
  readonly body: unknown
}

/** Something that was asked for and not answered. */
export interface Unread {
  readonly request: string
  readonly about: string
  readonly kind: FailureKind
  readonly reason: string
}

/** A right that the account of a connection needs in the other system, and what for. */
export interface NeededPermission {
  readonly name: string
  readonly why: string
}

/** What is asked of a system in one go and kept as one artifact. */
export interface Dataset {
  readonly id: string
  readonly title: string
  /** What is read, in one sentence. */
  readonly says: string
  readonly permissions: readonly NeededPermission[]
  /** Reads the artifact again, at any time and offline: records come from what was kept, never from the collector. */
  readonly importer: Importer
}

/** Settings of a connection that may be seen, and secrets that may not; both parsed by the collector's own schemas. */
export interface Connected<S, K> {
  readonly settings: S
  readonly secrets: K
}

/** A secret that a connection needs, as its form asks for it. */
export interface SecretField {
  readonly title: string
  readonly says: string
}

/** How a system of record is read over the network. */
export interface Collector {
  /** Raised whenever the same system would leave another artifact. */
  readonly version: number
  /** From which the form is drawn: each field with a title and a description. */
  readonly settings: z.ZodObject
  readonly secrets: Readonly<Record<string, SecretField>>
  readonly datasets: readonly Dataset[]
  /** How often it is collected unless somebody decides otherwise. */
  readonly schedule: 'hourly' | 'daily' | 'weekly'
  /** What the artifact says it was read from, such as a host name: never a secret. */
  sourceOf(settings: unknown): string
  /** Every kind of request that a dataset makes, for a person who decides whether to connect. */
  requestsOf(dataset: string, settings: unknown): readonly string[]
  collect(
    dataset: string,
    connected: Connected<unknown, unknown>,
    context: CollectContext,
  ): AsyncIterable<Reply | Unread>
}

interface CollectorPlan<S extends z.ZodObject, K extends string> {
  readonly version: number
  readonly settings: S
  readonly secrets: Readonly<Record<K, SecretField>>
  readonly schedule: Collector['schedule']
  readonly sourceOf: (settings: z.output<S>) => string
  readonly datasets: readonly (Dataset & {
    readonly requests: (settings: z.output<S>) => readonly string[]
    readonly collect: (
      connected: Connected<z.output<S>, Readonly<Record<K, string>>>,
      context: CollectContext,
    ) => AsyncIterable<Reply | Unread>
  })[]
}

/** Declares a collector whose datasets see settings and secrets by name and type. */
export function defineCollector<S extends z.ZodObject, K extends string>(plan: CollectorPlan<S, K>): Collector {
  const find = (id: string) => {
    const dataset = plan.datasets.find((one) => one.id === id)
    if (dataset === undefined) throw new TypeError(`There is no dataset "${id}".`)
    return dataset
  }
  const names = Object.keys(plan.secrets) as K[]
  const readSecrets = (given: unknown): Readonly<Record<K, string>> => {
    const values = new Map(Object.entries(given ?? {}))
    return Object.fromEntries(names.map((name) => [name, String(values.get(name) ?? '')])) as Record<K, string>
  }
  return {
    version: plan.version,
    settings: plan.settings,
    secrets: plan.secrets,
    schedule: plan.schedule,
    datasets: plan.datasets.map(({ id, title, says, permissions, importer }) => ({
      id,
      title,
      says,
      permissions,
      importer,
    })),
    sourceOf: (settings) => plan.sourceOf(plan.settings.parse(settings)),
    requestsOf: (id, settings) => find(id).requests(plan.settings.parse(settings)),
    collect: (id, { settings, secrets }, context) =>
      find(id).collect({ settings: plan.settings.parse(settings), secrets: readSecrets(secrets) }, context),
  }
}
