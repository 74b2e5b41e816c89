import { isIPv6 } from 'node:net'
import { EvidentiaError } from '@evidentia/core'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.ts'

const windowMs = 15 * 60_000
const perAccount = 10
const perAddress = 50

/** Counts failed sign-ins by account and by address, in the database so that several servers count together. */
export class SignInAttempts {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /**
   * Takes one attempt, before anything is checked, so that parallel guesses count too. Throws `too-many-requests`; before that
   * `onRefused` is called, for each account a limited number of times within the window.
   */
  async take(address: string, account: string | null, onRefused?: () => Promise<void>): Promise<void> {
    const byAddress = await this.#count(`address/${networkOf(address)}`)
    const byAccount = account === null ? 0 : await this.#count(`account/${account}`)
    if (byAddress > perAddress || byAccount > perAccount) {
      if (byAccount <= perAccount + 1) await onRefused?.()
      throw new EvidentiaError('too-many-requests', 'There were too many failed sign-ins.', {
        remedy: 'Wait fifteen minutes, or use a fresh sign-in link.',
      })
    }
  }

  /** Gives the attempt back after a sign-in that succeeded. */
  async forgive(address: string, account: string | null): Promise<void> {
    const buckets = [`address/${networkOf(address)}`, ...(account === null ? [] : [`account/${account}`])]
    await this.#db
      .updateTable('sign_in_attempt')
      .set({ attempts: sql`greatest(attempts - 1, 0)` })
      .where('bucket', 'in', buckets)
      .where('window_start', '=', windowStart())
      .execute()
  }

  async sweep(): Promise<void> {
    await this.#db
      .deleteFrom('sign_in_attempt')
      .where('window_start', '<', new Date(Date.now() - 2 * windowMs))
      .execute()
  }

  async #count(bucket: string): Promise<number> {
    const { attempts } = await this.#db
      .insertInto('sign_in_attempt')
      .values({ bucket, window_start: windowStart(), attempts: 1 })
      .onConflict((on) =>
        on.columns(['bucket', 'window_start']).doUpdateSet({ attempts: sql`sign_in_attempt.attempts + 1` }),
      )
      .returning('attempts')
      .executeTakeFirstOrThrow()
    return attempts
  }
}

function windowStart(): Date {
  return new Date(Math.floor(Date.now() / windowMs) * windowMs)
}

/** One IPv6 customer holds a /64, so addresses within it are one attacker. */
export function networkOf(address: string): string {
  if (address.startsWith('::ffff:')) return address.slice(7)
  if (!isIPv6(address)) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const groups = address.includes('::')
    ? [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right]
    : left
  return `${groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
