import { randomUUID } from 'node:crypto'
import {
  type Catalog,
  EvidentiaError,
  type PackageSelection,
  type PackedContent,
  type packageViewSchema,
} from '@evidentia/core'
import { LedgerError } from '@evidentia/ledger'
import type { z } from 'zod'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Scope, Transactions } from '../../platform/db/transactions.ts'
import { pageOfList } from '../../platform/http/cursor.ts'
import type { StreamAnswer } from '../../platform/http/operation.ts'
import type { LogKeys } from '../../platform/log/log-keys.ts'
import type { CheckpointPublisher } from '../../platform/log/publish-checkpoint.ts'
import type { PackageFiles } from './package-files.ts'
import { packLog, type Report } from './pack-log.ts'
import * as store from './store.ts'

type PackageView = z.input<typeof packageViewSchema>

interface Parts {
  readonly transactions: Transactions
  readonly keys: LogKeys
  readonly blobs: BlobStore
  readonly catalog: Catalog
  readonly publisher: CheckpointPublisher
  readonly files: PackageFiles
  /** Has `make` called for an organization after so many seconds. */
  readonly askForMaking: (organization: string, afterSeconds: number) => void
  readonly onFailure: (error: unknown, organization: string) => void
}

/** Packages are big, and each is a copy of the evidence: a few at a time, and none for long. */
const packagesLimit = 10
const keptMs = 7 * 24 * 60 * 60 * 1000
const reportMs = 2000
const silentMs = 2 * 60 * 1000
const server = { type: 'system', id: 'server', name: 'Evidentia server' } as const

/** Packages of a log and its evidence: asked for, made by a job, fetched, and removed after a week. Each step is sealed. */
export class PackageService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async ask(scope: Scope, selection: PackageSelection): Promise<PackageView> {
    const { transactions, catalog, askForMaking } = this.#parts
    const { organization, actor } = scope
    for (const [at, framework] of (selection.frameworks ?? []).entries())
      if (!catalog.frameworks.has(framework))
        throw new EvidentiaError('invalid-input', `The catalog has no framework "${framework}".`, {
          place: { field: `frameworks.${at}` },
        })
    const id = randomUUID()
    const requested = new Date()
    await transactions.installation(async (tx) =>
      tx.inOrganization(scope, async (writer) => {
        if ((await store.listPackages(writer)).length >= packagesLimit)
          throw new EvidentiaError('conflict', `There are ${packagesLimit} packages already.`, {
            remedy: 'Remove one that is no longer needed.',
          })
        await writer.seal('package-requested', { package: id, selection })
        await store.savePackage(tx.db, organization, { id, requested, actor, selection })
      }),
    )
    askForMaking(organization, 0)
    return this.read(scope, id)
  }

  async read(scope: Scope, id: string): Promise<PackageView> {
    return describe(await this.#find(scope, id))
  }

  async list(
    scope: Scope,
    query: { cursor?: string | undefined; limit: number },
  ): Promise<{ items: PackageView[]; next: string | null; total: number }> {
    const rows = await this.#parts.transactions.read(scope, store.listPackages)
    return pageOfList(rows.map(describe), query)
  }

  /** What a package that can be fetched is. Throws `conflict` while it is made and when it failed. */
  async findReady(scope: Scope, id: string): Promise<PackedContent> {
    const { state, content, problem } = await this.#find(scope, id)
    if (content !== null) return content
    throw new EvidentiaError(
      'conflict',
      state === 'failed' ? `This package could not be made: ${problem}` : 'This package is not made yet.',
      { remedy: state === 'failed' ? 'Remove it and ask for it again.' : 'Ask again in a moment.' },
    )
  }

  async open(scope: Scope, id: string): Promise<StreamAnswer> {
    const { sha256, size } = await this.findReady(scope, id)
    const stream = await this.#parts.files.open(scope.organization, id, sha256)
    return { stream, name: `evidentia-${id.slice(0, 8)}.zip`, size, sha256 }
  }

  /** Cancels one that is being made; its maker notices within seconds. */
  async remove(scope: Scope, id: string): Promise<void> {
    const { state } = await this.#find(scope, id)
    await this.#remove(scope, id, state === 'waiting' || state === 'making' ? 'canceled' : 'removed')
  }

  /** Makes what was asked for in an organization, one package after the other. */
  async make(organization: string): Promise<void> {
    const { transactions, publisher } = this.#parts
    for (;;) {
      const now = new Date()
      const silentSince = new Date(now.getTime() - silentMs)
      const taken = await transactions.cache(organization, async (db) =>
        store.takePackage(db, organization, now, silentSince),
      )
      if (taken === undefined) return
      try {
        await publisher.publish(organization).catch(ignoreUnpublished)
        await this.#makeOne(organization, taken)
      } catch (error) {
        if (!(error instanceof Canceled)) await this.#fail(organization, taken.id, error)
      }
    }
  }

  /** Removes what has had its days, and files that belong to no package. */
  async sweep(organizations: readonly string[]): Promise<void> {
    const { transactions, files, askForMaking } = this.#parts
    await files.removeAllBut(new Set(organizations))
    for (const organization of organizations) {
      const rows = await transactions.read({ organization }, store.listPackages)
      const over = rows.filter(({ expires }) => expires !== null && expires <= new Date())
      for (const { id } of over) await this.#remove({ organization, actor: server, request: null }, id, 'expired')
      const known = new Set(rows.map(({ id }) => id))
      for (const id of await files.list(organization)) if (!known.has(id)) await files.remove(organization, id)
      if (rows.some(({ state }) => state === 'waiting' || state === 'making'))
        askForMaking(organization, silentMs / 1000 + 1)
    }
  }

  async #makeOne(organization: string, { id, selection }: Pick<store.PackageRow, 'id' | 'selection'>): Promise<void> {
    const { transactions, files } = this.#parts
    let packed: Awaited<ReturnType<typeof packLog>> | null = null
    try {
      const { sha256, size } = await files.write(organization, id, async (target) => {
        packed = await packLog(this.#parts, organization, selection, target, this.#reporter(organization, id))
      })
      if (packed === null) throw new RangeError('A package was written without content.')
      const content: PackedContent = { ...(packed as Awaited<ReturnType<typeof packLog>>), size, sha256 }
      await transactions.installation(async (tx) =>
        tx.inOrganization({ organization, actor: server, request: null }, async (writer) => {
          await writer.seal('package-made', { package: id, content })
          const expires = new Date(Date.now() + keptMs)
          if (!(await store.finishPackage(tx.db, organization, id, { content, expires }))) throw new Canceled()
        }),
      )
    } catch (error) {
      await files.remove(organization, id)
      throw error
    }
  }

  /** Says every other second that it goes on, and stops when nobody wants it any more. */
  #reporter(organization: string, id: string): Report {
    let last = 0
    return async (progress) => {
      if (Date.now() - last < reportMs) return
      last = Date.now()
      const isWanted = await this.#parts.transactions.cache(organization, async (db) =>
        store.reportProgress(db, organization, id, { ...progress, alive: new Date() }),
      )
      if (!isWanted) throw new Canceled()
    }
  }

  async #fail(organization: string, id: string, error: unknown): Promise<void> {
    this.#parts.onFailure(error, organization)
    const isKnown = error instanceof EvidentiaError || error instanceof LedgerError
    const problem = isKnown ? error.message.slice(0, 1000) : 'The server failed; the operator finds why in its log.'
    await this.#parts.transactions.installation(async (tx) =>
      tx.inOrganization({ organization, actor: server, request: null }, async (writer) => {
        await writer.seal('package-failed', { package: id, reason: problem })
        await store.failPackage(tx.db, organization, id, { problem, expires: new Date(Date.now() + keptMs) })
      }),
    )
  }

  async #remove(scope: Scope, id: string, change: 'canceled' | 'removed' | 'expired'): Promise<void> {
    await this.#parts.transactions.installation(async (tx) =>
      tx.inOrganization(scope, async (writer) => {
        await writer.seal('package-removed', { package: id, change })
        await store.deletePackage(tx.db, scope.organization, id)
      }),
    )
    await this.#parts.files.remove(scope.organization, id)
  }

  async #find(scope: Scope, id: string): Promise<store.PackageRow> {
    const row = await this.#parts.transactions.read(scope, async (reader) => store.findPackage(reader, id))
    if (row === undefined) throw new EvidentiaError('not-found', `There is no package ${id}.`)
    return row
  }
}

/** Somebody removed the package while it was made. */
class Canceled extends Error {}

// Witnesses that do not answer: then the checkpoint published before is packed.
function ignoreUnpublished(error: unknown): null {
  if (error instanceof EvidentiaError && error.code === 'unavailable') return null
  throw error
}

function describe({ id, selection, requested, actor, state, done, total, ...row }: store.PackageRow): PackageView {
  return {
    id,
    selection,
    requested: requested.toISOString(),
    by: actor,
    state,
    progress: { done, total },
    content: row.content,
    problem: row.problem,
    expires: row.expires?.toISOString() ?? null,
  }
}
