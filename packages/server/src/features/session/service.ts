import { EvidentiaError, permissionMatrix, type sessionSchema } from '@evidentia/core'
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { SignInAttempts } from '../../platform/auth/attempts.ts'
import type { Person } from '../../platform/auth/caller.ts'
import type { Memberships } from '../../platform/auth/memberships.ts'
import { sealForPerson } from '../../platform/auth/seal-for-person.ts'
import type { Sessions } from '../../platform/auth/sessions.ts'
import { createToken, hashToken } from '../../platform/auth/token.ts'
import type { SignInMethod, Tables } from '../../platform/db/tables.ts'
import type { Transactions } from '../../platform/db/transactions.ts'
import type { Client } from '../../platform/http/operation.ts'
import type { PasskeyService } from '../credentials/passkeys.ts'
import type { CredentialService } from '../credentials/service.ts'
import type { DocumentService } from '../documents/service.ts'
import * as store from './store.ts'

export type SessionView = z.input<typeof sessionSchema>

/** What a sign-in gives: the session's token, shown once, and what the person sees first. */
export interface SignedIn {
  readonly token: string
  readonly session: SessionView
}

interface Parts {
  readonly db: Kysely<Tables>
  readonly transactions: Transactions
  readonly memberships: Memberships
  readonly sessions: Sessions
  readonly attempts: SignInAttempts
  readonly credentials: CredentialService
  readonly passkeys: PasskeyService
  readonly documents: DocumentService
}

/** Signing in and out. Each is sealed in the log of every organization of the person, in the same transaction. */
export class SessionService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Who is signed in and where they may go. */
  async describe(person: Person | null): Promise<SessionView> {
    if (person === null) return { user: null, organizations: [], idleUntil: null, endsAt: null }
    const { memberships, credentials, sessions } = this.#parts
    const { account, session } = person
    const own = await memberships.list(account.id)
    const organizations = await Promise.all(
      own.map(async ({ organization, slug, name, role, sample }) => ({
        slug,
        name,
        role,
        sample,
        timeZone: await this.#findTimeZone(organization),
        permissions: [...permissionMatrix[role]],
      })),
    )
    const idleUntil = new Date(Math.min(session.lastUsed.getTime() + sessions.idleMs, session.ends.getTime()))
    return {
      user: { id: account.id, name: account.name, email: account.email, ...(await credentials.count(account.id)) },
      organizations,
      idleUntil: idleUntil.toISOString(),
      endsAt: session.ends.toISOString(),
    }
  }

  async #findTimeZone(organization: string): Promise<string> {
    const { transactions, documents } = this.#parts
    return transactions.read({ organization }, async (reader) => documents.findTimeZone(reader))
  }

  async redeemLink(client: Client, token: string): Promise<SignedIn> {
    const { db, attempts } = this.#parts
    await attempts.take(client.address, null)
    const account = await store.takeLink(db, hashToken(token))
    if (account === null) {
      throw new EvidentiaError('gone', 'This sign-in link was used before or has expired.', {
        remedy: 'Ask an administrator for a new one, or run evidentia-server sign-in-link.',
      })
    }
    return this.#open(account, 'link', client)
  }

  /** Signs in with a password, and a code where the account asks for one. A wrong password never learns whether it does. */
  async signIn(
    client: Client,
    email: string,
    password: string,
    code: string | undefined,
  ): Promise<SignedIn | { needs: 'code' }> {
    const { db, attempts, credentials } = this.#parts
    const account = await store.findAccountByEmail(db, email)
    await attempts.take(client.address, account?.id ?? null, async () => {
      // Each refusal is sealed up to the limit, and beyond it that there were more.
      if (account !== undefined) await this.#sealRefusal(account, client, 'password', 'too many failed sign-ins')
    })
    if (!(await credentials.verifyPassword(account?.id ?? null, password)) || account === undefined) {
      if (account !== undefined) await this.#sealRefusal(account, client, 'password', 'wrong password')
      throw refusal()
    }
    if (!(await credentials.asksForCode(account.id))) return this.#open(account.id, 'password', client)
    if (code === undefined || code === '') {
      await attempts.forgive(client.address, account.id)
      return { needs: 'code' }
    }
    if (!(await credentials.spendCode(account.id, code))) {
      await this.#sealRefusal(account, client, 'password+totp', 'wrong code')
      throw new EvidentiaError('not-signed-in', 'The one-time code is not right.', {
        place: { field: 'code' },
        remedy: 'Enter the newest code.',
      })
    }
    return this.#open(account.id, 'password+totp', client)
  }

  async signInWithPasskey(client: Client, challenge: string, response: Record<string, unknown>): Promise<SignedIn> {
    await this.#parts.attempts.take(client.address, null)
    const account = await this.#parts.passkeys.finishSignIn(client, challenge, response, async (refused) =>
      this.#sealRefusal({ id: refused }, client, 'passkey', 'wrong passkey'),
    )
    return this.#open(account, 'passkey', client)
  }

  async signOut({ account, session }: Person, client: Client): Promise<void> {
    const { transactions } = this.#parts
    await transactions.installation(async (writer) => {
      await store.endSession(writer.db, account.id, session.id)
      await sealForPerson(writer, actorOf(account, client), 'signed-out', { user: account.id })
    })
  }

  async list({
    account,
    session,
  }: Person): Promise<
    { id: string; current: boolean; started: string; lastUsed: string; address: string; agent: string }[]
  > {
    const { db, sessions } = this.#parts
    const rows = await store.listSessions(db, account.id, new Date(Date.now() - sessions.idleMs))
    return rows.map(({ id, started, last_used, address, agent }) => ({
      id,
      current: id === session.id,
      started: started.toISOString(),
      lastUsed: last_used.toISOString(),
      address,
      agent,
    }))
  }

  async end({ account }: Person, client: Client, id: string): Promise<void> {
    const { transactions } = this.#parts
    await transactions.installation(async (writer) => {
      if (!(await store.endSession(writer.db, account.id, id)))
        throw new EvidentiaError('not-found', 'You have no such session.')
      await sealForPerson(writer, actorOf(account, client), 'signed-out', { user: account.id })
    })
  }

  /** A link that signs `account` in once, as the token to put behind `/sign-in#`. */
  async createLink(account: string, validMs: number): Promise<string> {
    const { text, hash } = createToken()
    await store.saveLink(this.#parts.db, hash, account, new Date(Date.now() + validMs))
    return text
  }

  async findAccountByEmail(email: string): Promise<{ id: string; email: string; name: string } | null> {
    return (await store.findAccountByEmail(this.#parts.db, email)) ?? null
  }

  async sweep(): Promise<void> {
    await store.sweepLinks(this.#parts.db)
    await this.#parts.sessions.sweep()
    await this.#parts.attempts.sweep()
    await this.#parts.passkeys.sweep()
  }

  async #open(accountId: string, method: SignInMethod, client: Client): Promise<SignedIn> {
    const { db, transactions, sessions, attempts } = this.#parts
    const account = await store.findAccount(db, accountId)
    if (account === undefined) throw refusal()
    const token = await transactions.installation(async (writer) => {
      const opened = await sessions.open(writer.db, account.id, method, client)
      await sealForPerson(writer, actorOf(account, client), 'signed-in', { user: account.id, method })
      return opened.token
    })
    await attempts.forgive(client.address, account.id)
    const person = await sessions.resolve(token)
    return { token, session: await this.describe(person) }
  }

  /** Nobody is signed in yet, so the server itself bears witness. */
  async #sealRefusal(
    account: Pick<store.Account, 'id'>,
    client: Client,
    method: string,
    reason: string,
  ): Promise<void> {
    const { transactions } = this.#parts
    const actor = { type: 'system' as const, id: 'server', name: 'Evidentia server', address: client.address }
    await transactions.installation(async (writer) =>
      sealForPerson(writer, { actor, request: client.request }, 'sign-in-refused', {
        user: account.id,
        method,
        reason,
      }),
    )
  }
}

function actorOf({ id, name }: store.Account, { address, request }: Client): Parameters<typeof sealForPerson>[1] {
  return { actor: { type: 'user', id, name, address }, request }
}

// One sentence for an unknown address and a wrong password: the difference would tell who has an account.
function refusal(): EvidentiaError {
  return new EvidentiaError('not-signed-in', 'The e-mail address or the password is not right.', {
    remedy: 'Try again, or ask an administrator for a sign-in link.',
  })
}
