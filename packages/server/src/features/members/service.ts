import { randomUUID } from 'node:crypto'
import { EvidentiaError, type Role } from '@evidentia/core'
import type { Scope, Transactions } from '../../platform/db/transactions.ts'
import * as store from './store.ts'

const linkMs = 7 * 24 * 60 * 60 * 1000

export interface MemberView {
  readonly user: string
  readonly name: string
  readonly email: string
  readonly role: Role
}

/** Who may enter an organization, and as what. */
export class MemberService {
  readonly #transactions: Transactions
  readonly #createLink: (account: string, validMs: number) => Promise<string>

  constructor(parts: {
    transactions: Transactions
    createLink: (account: string, validMs: number) => Promise<string>
  }) {
    this.#transactions = parts.transactions
    this.#createLink = parts.createLink
  }

  async list(scope: Scope): Promise<MemberView[]> {
    const members = await this.#transactions.read(scope, store.listMembers)
    return members.map(({ account, ...rest }) => ({ user: account, ...rest }))
  }

  /**
   * Gives a person a role. Somebody who already has an account here keeps it and gets no link: a link signs in to every
   * organization of its account, so only a new account's may be handed to whoever invites.
   */
  async invite(
    scope: Scope,
    invited: { name: string; email: string; role: Role },
  ): Promise<{ member: MemberView; token: string | null }> {
    const email = invited.email.toLowerCase()
    const { user, isNew } = await this.#transactions.installation(async (writer) => {
      const existing = await store.findAccountId(writer.db, email)
      const user = existing ?? randomUUID()
      await writer.inOrganization(scope, async (inside) => {
        if ((await store.findMember(inside, user)) !== undefined) {
          throw new EvidentiaError('conflict', `${email} is already a member.`, {
            place: { field: 'email' },
            remedy: 'Remove the member first to give another role.',
          })
        }
        await inside.seal('member-changed', { user, email, name: invited.name, role: invited.role })
      })
      return { user, isNew: existing === null }
    })
    return {
      member: { user, name: invited.name, email, role: invited.role },
      token: isNew ? await this.#createLink(user, linkMs) : null,
    }
  }

  /** Takes a role away. It counts from the next request on, because every request looks the membership up. */
  async remove(scope: Scope, user: string): Promise<void> {
    await this.#transactions.write(scope, async (writer) => {
      const member = await store.findMember(writer, user)
      if (member === undefined) throw new EvidentiaError('not-found', 'There is no such member.')
      if (member.role === 'administrator' && (await store.countAdministrators(writer)) === 1) {
        throw new EvidentiaError('conflict', 'The last administrator cannot be removed.', {
          remedy: 'Give somebody else the role administrator first.',
        })
      }
      await writer.seal('member-changed', { user, email: member.email, name: member.name, role: null })
    })
  }
}
