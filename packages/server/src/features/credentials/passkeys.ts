import { randomUUID } from 'node:crypto'
import { EvidentiaError } from '@evidentia/core'
import type { Kysely } from 'kysely'
import type { Person } from '../../platform/auth/caller.ts'
import { sealForPerson } from '../../platform/auth/seal-for-person.ts'
import type { Tables } from '../../platform/db/tables.ts'
import type { Transactions } from '../../platform/db/transactions.ts'
import type { Client } from '../../platform/http/operation.ts'
import { parseAssertion, parseRegistration } from './passkey-response.ts'
import * as store from './store.ts'

const challengeMs = 5 * 60_000

/** Loaded when the first passkey is asked about: few starts need it, and it is three hundred modules. */
const loadWebauthn = async () => import('@simplewebauthn/server')

interface Ceremony {
  readonly challenge: string
  readonly options: Record<string, unknown>
}

/** Passkeys (WebAuthn). A passkey belongs to the host name it was made for, and user verification is always asked for. */
export class PasskeyService {
  readonly #db: Kysely<Tables>
  readonly #transactions: Transactions

  constructor(parts: { db: Kysely<Tables>; transactions: Transactions }) {
    this.#db = parts.db
    this.#transactions = parts.transactions
  }

  async beginRegistration({ account }: Person, client: Client): Promise<Ceremony> {
    const options = await (
      await loadWebauthn()
    ).generateRegistrationOptions({
      rpName: 'Evidentia',
      rpID: hostOf(client),
      userName: account.email,
      userDisplayName: account.name,
      userID: new TextEncoder().encode(account.id),
      attestationType: 'none',
      excludeCredentials: await store.listPasskeys(this.#db, account.id),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    return this.#remember(options, account.id)
  }

  async finishRegistration(
    person: Person,
    client: Client,
    challenge: string,
    name: string,
    response: Record<string, unknown>,
  ): Promise<void> {
    const { account } = person
    const expectedChallenge = await this.#take(challenge, account.id)
    const result = await (
      await loadWebauthn()
    )
      .verifyRegistrationResponse({
        response: parseRegistration(response),
        expectedChallenge,
        expectedOrigin: client.origin,
        expectedRPID: hostOf(client),
        requireUserVerification: true,
      })
      .catch(refuse)
    if (!result.verified) throw refusal(null)
    const { id, publicKey, counter, transports } = result.registrationInfo.credential
    await this.#transactions.installation(async (writer) => {
      const passkey = {
        id,
        account: account.id,
        name,
        relying_party: hostOf(client),
        public_key: Buffer.from(publicKey),
        counter,
        transports: transports ?? [],
      }
      if (!(await store.savePasskey(writer.db, passkey)))
        throw new EvidentiaError('conflict', 'This passkey is already registered.')
      const actor = { type: 'user' as const, id: account.id, name: account.name, address: client.address }
      await sealForPerson(writer, { actor, request: client.request }, 'credential-changed', {
        user: account.id,
        credential: 'passkey',
        change: 'added',
      })
    })
  }

  async beginSignIn(client: Client): Promise<Ceremony> {
    return this.#remember(
      await (
        await loadWebauthn()
      ).generateAuthenticationOptions({ rpID: hostOf(client), userVerification: 'required' }),
      null,
    )
  }

  /** The account whose passkey answered the challenge; `onRefused` hears of a known passkey that did not. */
  async finishSignIn(
    client: Client,
    challenge: string,
    response: Record<string, unknown>,
    onRefused: (account: string) => Promise<void>,
  ): Promise<string> {
    const expectedChallenge = await this.#take(challenge, null)
    const { id } = response
    const passkey = typeof id === 'string' ? await store.findPasskey(this.#db, id) : undefined
    if (passkey === undefined || typeof id !== 'string' || passkey.relying_party !== hostOf(client)) throw refusal(null)
    const result = await (
      await loadWebauthn()
    )
      .verifyAuthenticationResponse({
        response: parseAssertion(response),
        expectedChallenge,
        expectedOrigin: client.origin,
        expectedRPID: hostOf(client),
        requireUserVerification: true,
        credential: {
          id,
          publicKey: new Uint8Array(passkey.public_key),
          counter: passkey.counter,
          transports: passkey.transports,
        },
      })
      .catch(async (cause: unknown) => {
        await onRefused(passkey.account)
        throw refusal(cause)
      })
    const { newCounter } = result.authenticationInfo
    if (!result.verified || !(await store.advanceCounter(this.#db, id, passkey.counter, newCounter))) {
      await onRefused(passkey.account)
      throw refusal(null)
    }
    return passkey.account
  }

  async sweep(): Promise<void> {
    await store.sweepChallenges(this.#db)
  }

  async #remember(options: { readonly challenge: string }, account: string | null): Promise<Ceremony> {
    const id = randomUUID()
    await store.saveChallenge(this.#db, id, options.challenge, account, new Date(Date.now() + challengeMs))
    return { challenge: id, options: { ...options } }
  }

  async #take(id: string, account: string | null): Promise<string> {
    const challenge = /^[0-9a-f-]{36}$/.test(id) ? await store.takeChallenge(this.#db, id, account) : null
    if (challenge === null)
      throw new EvidentiaError('gone', 'This passkey request is over or was answered before.', {
        remedy: 'Begin again.',
      })
    return challenge
  }
}

// Bound to the host name in the address bar: the browser offers a passkey to no other.
function hostOf(client: Client): string {
  return new URL(client.origin).hostname
}

function refuse(cause: unknown): never {
  throw refusal(cause)
}

function refusal(cause: unknown): EvidentiaError {
  return new EvidentiaError('not-signed-in', 'The passkey was not accepted.', {
    remedy: 'Try again, or sign in another way.',
    cause,
  })
}
