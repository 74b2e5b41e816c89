import { randomBytes, randomUUID } from 'node:crypto'
import { EvidentiaError } from '@evidentia/core'
import { type Kysely, sql } from 'kysely'
import type { RootKey } from '../auth/root-key.ts'
import type { ObjectStore } from '../blobs/object-store.ts'
import type { DataKey } from '../blobs/sealed-frames.ts'
import type { Tables } from '../db/tables.ts'
import { enter, type Reader } from '../db/transactions.ts'
import { KeyDestroyed } from './key-destroyed.ts'
import { decodeKeyFile, encodeKeyFile, nameOfKeyFile, type WrappedKey, wrappingPlace } from './key-file.ts'

/** A key as people see it; never its bytes. */
export interface KeyState {
  readonly id: string
  readonly created: Date
  readonly destroyed: Date | null
  /** Whether new artifacts are sealed with it. */
  readonly isCurrent: boolean
}

interface Parts {
  /** Connections of its own: keys are also asked for within transactions that hold all of the others. */
  readonly db: Kysely<Tables>
  readonly rootKey: RootKey
  readonly objects: ObjectStore
}

// How long another node may go on reading with a key that was destroyed here.
const trustMs = 10_000
const keyBytes = 32

/**
 * The data keys of each organization: random, wrapped by the root key and bound to organization and id. A wrapped key is a row,
 * and a file beside the artifacts, so that artifacts can be read without a database; both are outside the log, being secrets.
 * The newest key seals; older ones only read; a destroyed one is gone from both places.
 */
export class OrganizationKeys {
  readonly #parts: Parts
  readonly #known = new Map<string, { readonly key: DataKey; readonly until: number }>()
  readonly #asked = new Map<string, Promise<DataKey>>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The key that seals new artifacts, made when there is none. */
  async current(organization: string): Promise<DataKey> {
    const cached = this.#recall(`${organization}/current`)
    if (cached !== null) return cached
    // Whoever asks at the same moment shares the answer: a batch of files asks a hundred times.
    const asked = this.#asked.get(organization)
    if (asked !== undefined) return asked
    const asking = this.#findCurrent(organization).finally(() => this.#asked.delete(organization))
    this.#asked.set(organization, asking)
    return asking
  }

  async #findCurrent(organization: string): Promise<DataKey> {
    let rows = await this.#readRows(organization)
    if (rows.length === 0 && (await this.#adoptFiles(organization)) > 0) rows = await this.#readRows(organization)
    const newest = rows.find(({ wrapped }) => wrapped !== null)
    const key =
      newest?.wrapped == null ? await this.#begin(organization) : this.#unwrap({ ...newest, wrapped: newest.wrapped })
    return this.#remember(`${organization}/current`, key)
  }

  /** The key an artifact names. Throws `gone` when it was destroyed. */
  async find(organization: string, id: string): Promise<DataKey> {
    const name = `${organization}/${id}`
    const cached = this.#recall(name)
    if (cached !== null) return cached
    const row = (await this.#readRows(organization)).find((one) => one.id === id)
    if (row === undefined) return this.#remember(name, this.#unwrap(await this.#adopt(nameOfKeyFile(organization, id))))
    if (row.wrapped === null) throw new KeyDestroyed(id)
    return this.#remember(name, this.#unwrap({ ...row, wrapped: row.wrapped }))
  }

  /** For use while the log is locked: destroying is sealed, so a key that stands now stands until the lock is given up. */
  async refuseDestroyed({ db, organization }: Reader, id: string): Promise<void> {
    const row = await db
      .selectFrom('organization_key')
      .select('destroyed')
      .where('organization', '=', organization)
      .where('id', '=', id)
      .executeTakeFirst()
    if (row === undefined || row.destroyed === null) return
    this.forget(organization)
    throw new EvidentiaError('unavailable', 'The key of this organization was changed while the file was received.', {
      remedy: 'Send it again.',
    })
  }

  /** Newest first. */
  async list(organization: string): Promise<KeyState[]> {
    const rows = await this.#readRows(organization)
    const current = rows.find(({ destroyed }) => destroyed === null)?.id
    return rows.map(({ id, created, destroyed }) => ({ id, created, destroyed, isCurrent: id === current }))
  }

  /** A new key, with its file written. It counts when its row is stored. */
  async make(organization: string): Promise<WrappedKey> {
    const id = randomUUID()
    const wrapped = this.#parts.rootKey.seal(wrappingPlace(organization, id), randomBytes(keyBytes))
    const made = { organization, id, wrapped, created: new Date() }
    await this.#parts.objects.putSmall(nameOfKeyFile(organization, id), encodeKeyFile(made))
    return made
  }

  /** Deletes the files of destroyed keys. Returns false when a lock of the store keeps one. */
  async removeDestroyedFiles(organization: string): Promise<boolean> {
    let all = true
    for (const { id, destroyed } of await this.#readRows(organization))
      if (destroyed !== null && !(await this.#parts.objects.remove(nameOfKeyFile(organization, id)))) all = false
    return all
  }

  /** Drops what is remembered in memory. */
  forget(organization: string): void {
    for (const name of this.#known.keys()) if (name.startsWith(`${organization}/`)) this.#known.delete(name)
  }

  async #begin(organization: string): Promise<DataKey> {
    const made = await this.make(organization)
    await this.#store(made)
    return this.#unwrap(made)
  }

  /** Takes over the files of a restored store. Returns how many. */
  async #adoptFiles(organization: string): Promise<number> {
    let adopted = 0
    for await (const { name } of this.#parts.objects.list(`${organization}/keys/`)) {
      await this.#adopt(name)
      adopted += 1
    }
    return adopted
  }

  async #adopt(name: string): Promise<WrappedKey> {
    const parts: Uint8Array[] = []
    for await (const part of this.#parts.objects.open(name)) parts.push(part)
    const key = decodeKeyFile(Buffer.concat(parts))
    await this.#store(key)
    return key
  }

  // While a restore replays its log, the organization may not be there yet; the row then comes with a later look.
  async #store({ organization, id, wrapped, created }: WrappedKey): Promise<void> {
    await this.#parts.db.transaction().execute(async (tx) => {
      await enter(tx, organization)
      await sql`
        insert into organization_key (organization, id, wrapped, created)
        select ${organization}::uuid, ${id}::uuid, ${wrapped}::bytea, ${created}::timestamptz
        where exists (select from organization_slug where organization = ${organization}::uuid)
        on conflict do nothing`.execute(tx)
    })
  }

  async #readRows(
    organization: string,
  ): Promise<{ organization: string; id: string; wrapped: Buffer | null; created: Date; destroyed: Date | null }[]> {
    return this.#parts.db.transaction().execute(async (tx) => {
      await enter(tx, organization)
      return tx
        .selectFrom('organization_key')
        .selectAll()
        .where('organization', '=', organization)
        .orderBy('created', 'desc')
        .orderBy('id')
        .execute()
    })
  }

  #unwrap({ organization, id, wrapped }: WrappedKey): DataKey {
    try {
      return { id, organization, bytes: this.#parts.rootKey.open(wrappingPlace(organization, id), wrapped) }
    } catch (cause) {
      throw new EvidentiaError('unavailable', `The key ${id} of this organization does not open.`, {
        remedy: 'Ask the operator to start the server with the root key that wrapped it.',
        cause,
      })
    }
  }

  #recall(name: string): DataKey | null {
    const known = this.#known.get(name)
    return known !== undefined && known.until > Date.now() ? known.key : null
  }

  #remember(name: string, key: DataKey): DataKey {
    this.#known.set(name, { key, until: Date.now() + trustMs })
    return key
  }
}
