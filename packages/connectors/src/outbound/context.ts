import type { CollectContext } from '../collection/collector.ts'
import { Doorkeeper } from './doorkeeper.ts'
import { createHttp } from './http.ts'
import { createLdap } from './ldap.ts'
import { createSql } from './sql.ts'

export interface ContextOptions {
  /** Hosts that may be asked although they are not public, or over plain http: `host` or `host:port`. */
  readonly allowedHosts: readonly string[]
  readonly signal: AbortSignal
  readonly timeoutMs?: number
  readonly maxReplyBytes?: number
  readonly backoffMs?: number
  readonly maxWaitMs?: number
}

/** A context over the network of this machine. */
export function createContext(options: ContextOptions): CollectContext {
  const { allowedHosts, signal, timeoutMs = 60_000 } = options
  const doorkeeper = new Doorkeeper(allowedHosts)
  return {
    http: createHttp({
      doorkeeper,
      signal,
      timeoutMs,
      maxBytes: options.maxReplyBytes ?? 32 * 1_048_576,
      backoffMs: options.backoffMs ?? 1000,
      maxWaitMs: options.maxWaitMs ?? 5 * 60_000,
    }),
    ldap: createLdap({ doorkeeper, timeoutMs, signal }),
    sql: createSql({ doorkeeper, timeoutMs, signal }),
    signal,
    now: () => new Date().toISOString(),
  }
}
