import { randomUUID } from 'node:crypto'
import { EvidentiaError, type Actor, type DocumentKind } from '@evidentia/core'
import type { Kysely } from 'kysely'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Tables } from '../../platform/db/tables.ts'
import type { Scope, Transactions, Writer } from '../../platform/db/transactions.ts'
import * as store from './store.ts'

/** The documents an organization begins with, before it has any of its own. */
export interface FirstDocument {
  readonly kind: DocumentKind
  readonly id: string
  readonly effective: string
  readonly body: Record<string, unknown>
}

/** What an organization begins with. */
export interface NewOrganization {
  readonly slug: string
  readonly name: string
  readonly sample: boolean
  readonly administrator: { readonly id: string; readonly email: string; readonly name: string }
  readonly documents: readonly FirstDocument[]
}

export interface OrganizationView {
  readonly slug: string
  readonly name: string
  readonly sample: boolean
  readonly created: string
}

/** Organizations as a whole: their beginning, and the end of a sample. */
export class OrganizationService {
  readonly #db: Kysely<Tables>
  readonly #transactions: Transactions
  readonly #blobs: BlobStore

  constructor(parts: { db: Kysely<Tables>; transactions: Transactions; blobs: BlobStore }) {
    this.#db = parts.db
    this.#transactions = parts.transactions
    this.#blobs = parts.blobs
  }

  /** Creates an organization with its first member and documents, all of it or nothing. Returns its id. */
  async create(actor: Actor, request: string | null, made: NewOrganization): Promise<string> {
    const taken = await this.#db
      .selectFrom('organization_slug')
      .select('slug')
      .where('slug', '=', made.slug)
      .executeTakeFirst()
    if (taken !== undefined) throw slugTaken(made.slug)
    const organization = randomUUID()
    try {
      await this.#transactions.begin({ organization, actor, request }, async (writer) => sealBeginning(writer, made))
    } catch (cause) {
      // Two requests for one slug: the index lets one of them through.
      if (cause instanceof Error && 'constraint' in cause && cause.constraint === 'organization_slug_pkey')
        throw slugTaken(made.slug)
      throw cause
    }
    return organization
  }

  async describe(organization: string): Promise<OrganizationView> {
    const { created, ...rest } = await this.#transactions.read({ organization }, store.findOrganization)
    return { ...rest, created: created.toISOString() }
  }

  /** Every organization of the installation by slug; for the operator's command line only. */
  async listAll(): Promise<{ slug: string; organization: string }[]> {
    return this.#db.selectFrom('organization_slug').selectAll().orderBy('slug').execute()
  }

  /** Removes a sample organization, its log and its artifacts. Any other organization is never removed. */
  async removeSample({ organization }: Scope): Promise<void> {
    const removed = await this.#transactions.cache(organization, async (db) => store.deleteSample(db, organization))
    if (!removed)
      throw new EvidentiaError('conflict', 'Only a sample organization can be removed; this one holds real evidence.')
    await this.#blobs.removeOrganization(organization)
  }
}

async function sealBeginning(
  writer: Writer,
  { slug, name, sample, administrator, documents }: NewOrganization,
): Promise<void> {
  await writer.seal('organization-created', { slug, name, sample })
  await writer.seal('member-changed', {
    user: administrator.id,
    email: administrator.email,
    name: administrator.name,
    role: 'administrator',
  })
  for (const document of documents) await writer.seal('document-recorded', document)
}

function slugTaken(slug: string): EvidentiaError {
  return new EvidentiaError('conflict', `The short name "${slug}" is taken.`, {
    place: { field: 'slug' },
    remedy: 'Choose another one.',
  })
}
