import { randomBytes } from 'node:crypto'
import { EvidentiaError } from '@evidentia/core'
import { hash, verify } from '@node-rs/argon2'
import type { Kysely } from 'kysely'
import { generateSecret, generateURI, verifySync } from 'otplib'
import type { Person } from '../../platform/auth/caller.ts'
import type { RootKey } from '../../platform/auth/root-key.ts'
import { sealForPerson } from '../../platform/auth/seal-for-person.ts'
import type { Sessions } from '../../platform/auth/sessions.ts'
import type { Tables } from '../../platform/db/tables.ts'
import type { Transactions } from '../../platform/db/transactions.ts'
import type { Client } from '../../platform/http/operation.ts'
import * as store from './store.ts'

/** OWASP's first recommendation for Argon2id: 19 MiB, two passes, one lane. */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const stepTolerance = 30

/** Passwords and one-time codes. */
export class CredentialService {
  readonly #db: Kysely<Tables>
  readonly #transactions: Transactions
  readonly #sessions: Sessions
  readonly #rootKey: RootKey
  /** Verified in place of a missing hash, so that an unknown address takes as long as a wrong password. */
  readonly #decoy: Promise<string>

  constructor(parts: { db: Kysely<Tables>; transactions: Transactions; sessions: Sessions; rootKey: RootKey }) {
    this.#db = parts.db
    this.#transactions = parts.transactions
    this.#sessions = parts.sessions
    this.#rootKey = parts.rootKey
    this.#decoy = hash(randomBytes(16), argon2)
  }

  async count(account: string): Promise<{ hasPassword: boolean; hasTotp: boolean; passkeys: number }> {
    return store.countCredentials(this.#db, account)
  }

  /** Whether `password` is the account's; `account: null` is nobody's and takes as long. */
  async verifyPassword(account: string | null, password: string): Promise<boolean> {
    const stored = account === null ? null : await store.findPasswordHash(this.#db, account)
    const matches = await verify(stored ?? (await this.#decoy), password)
    return stored !== null && matches
  }

  /** Whether the account asks for a one-time code. */
  async asksForCode(account: string): Promise<boolean> {
    return (await store.findTotp(this.#db, account))?.confirmed === true
  }

  /** Whether `code` is the account's code of now; each code counts once. */
  async spendCode(account: string, code: string): Promise<boolean> {
    const totp = await store.findTotp(this.#db, account)
    if (totp === undefined || !/^\d{6}$/.test(code)) return false
    const secret = this.#rootKey.open(placeOf(account), totp.secret).toString('utf8')
    const result = verifySync({ secret, token: code, epochTolerance: stepTolerance })
    if (!result.valid || !('timeStep' in result)) return false
    return store.spendTotpStep(this.#db, account, result.timeStep)
  }

  /** Sets the password, ends every other session and renews this one. Returns this session's new token. */
  async setPassword(person: Person, client: Client, password: string, current: string | undefined): Promise<string> {
    const { id: account } = person.account
    const { hasPassword } = await this.count(account)
    // Whoever came by a one-time link has lost the password or never had one.
    if (hasPassword && person.session.method !== 'link' && !(await this.verifyPassword(account, current ?? ''))) {
      throw new EvidentiaError('invalid-input', 'The current password is not right.', { place: { field: 'current' } })
    }
    const hashed = await hash(password, argon2)
    return this.#transactions.installation(async (writer) => {
      await store.savePasswordHash(writer.db, account, hashed)
      await store.endOtherSessions(writer.db, account, null)
      const { token } = await this.#sessions.open(
        writer.db,
        account,
        hasPassword ? person.session.method : 'password',
        client,
      )
      await sealForPerson(writer, originOf(person, client), 'credential-changed', {
        user: account,
        credential: 'password',
        change: 'added',
      })
      return token
    })
  }

  /** Begins one-time codes with a fresh seed, which counts once a first code confirms it. */
  async beginTotp(person: Person): Promise<{ secret: string; uri: string }> {
    const secret = generateSecret()
    const sealed = this.#rootKey.seal(placeOf(person.account.id), Buffer.from(secret))
    if (!(await store.saveTotp(this.#db, person.account.id, sealed))) {
      throw new EvidentiaError('conflict', 'One-time codes are already set up for this account.')
    }
    return { secret, uri: generateURI({ issuer: 'Evidentia', label: person.account.email, secret }) }
  }

  async confirmTotp(person: Person, client: Client, code: string): Promise<void> {
    const { id: account } = person.account
    if (await this.asksForCode(account))
      throw new EvidentiaError('conflict', 'One-time codes are already set up for this account.')
    if (!(await this.spendCode(account, code))) {
      throw new EvidentiaError('invalid-input', 'The code is not right.', {
        place: { field: 'code' },
        remedy: 'Check the clock of the device and enter the newest code.',
      })
    }
    await this.#transactions.installation(async (writer) => {
      await store.endOtherSessions(writer.db, account, person.session.id)
      await sealForPerson(writer, originOf(person, client), 'credential-changed', {
        user: account,
        credential: 'totp',
        change: 'added',
      })
    })
  }
}

function placeOf(account: string): { table: string; row: string; column: string } {
  return { table: 'totp', row: account, column: 'secret' }
}

function originOf({ account }: Person, client: Client): Parameters<typeof sealForPerson>[1] {
  return {
    actor: { type: 'user', id: account.id, name: account.name, address: client.address },
    request: client.request,
  }
}
