import {
  type Actor,
  dateOfInstant,
  type DocumentKind,
  EvidentiaError,
  programOn,
  type Contracts,
  type Returned,
  scimDirectorySchema,
} from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import { pageOfList } from '../../platform/http/cursor.ts'
import type { DirectoryAsked } from '../../platform/http/mount-operations.ts'
import type { Client } from '../../platform/http/operation.ts'
import type { Refusals } from '../audit/refusals.ts'
import type { DocumentService } from '../documents/service.ts'
import type { EvidenceService } from '../evidence/service.ts'
import { writeSnapshot } from './snapshot.ts'
import * as store from './store.ts'
import { bearsToken, hashToken, makeToken } from './token.ts'

interface Parts {
  readonly transactions: Transactions
  readonly blobs: BlobStore
  readonly documents: DocumentService
  readonly evidence: EvidenceService
  readonly refusals: Refusals
  readonly listOrganizations: () => Promise<readonly { readonly organization: string; readonly slug: string }[]>
  readonly uploadLimitBytes: number
  readonly onFailure: (error: unknown, organization: string) => void
}

interface Page {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** A snapshot is taken when nothing was heard for so long. */
export const quietMs = 10 * 60_000
/** A provider that never falls silent has one taken so long after the first request that waits. */
export const longestMs = 6 * 60 * 60_000

/** SCIM directories: their tokens, who may push into them, and the snapshots that make evidence of them. */
export class ScimService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async list(
    scope: Scope,
    page: Page,
    { origin }: Pick<Client, 'origin'>,
  ): Promise<Returned<Contracts['listScimDirectories']>> {
    const { transactions } = this.#parts
    const slug = await this.#slugOf(scope.organization)
    const views = await transactions.read(scope, async (reader) => {
      const { program } = await this.#readProgram(reader, ['scim-directory', 'person'])
      const directories = [...program['scim-directory'].values()].map((body) => scimDirectorySchema.parse(body))
      const states = new Map((await store.listDirectories(reader)).map((state) => [state.directory, state]))
      const counts = await store.countByKind(reader)
      const waiting = new Map((await store.listWaiting(reader)).map((row) => [row.directory, row]))
      const taken = await store.listTaken(reader)
      return directories.map(({ id, name, source, owner }) => {
        const state = states.get(id)
        const count = (kind: string): number =>
          counts.find((row) => row.directory === id && row.kind === kind)?.count ?? 0
        return {
          id,
          name,
          source,
          ownerName: program.person.get(owner)?.name ?? owner,
          address: addressOf(origin, slug, id),
          tokenMade: state?.token_made.toISOString() ?? null,
          lastHeard: state?.last_heard?.toISOString() ?? null,
          users: count('User'),
          groups: count('Group'),
          waiting: waiting.get(id)?.count ?? 0,
          unrecorded: taken.get(id)?.toISOString() ?? null,
          lastSnapshot:
            state === undefined || state.last_taken === null || state.last_evidence === null
              ? null
              : { taken: state.last_taken.toISOString(), evidence: state.last_evidence },
        }
      })
    })
    return pageOfList(
      views.toSorted((a, b) => a.name.localeCompare(b.name)),
      page,
    )
  }

  /** Makes a new token. It is in the answer and nowhere else; the one before ends at once. */
  async makeToken(scope: Scope, id: string, { origin }: Pick<Client, 'origin'>) {
    const { transactions } = this.#parts
    const { organization } = scope
    const place = { organization, directory: id }
    const { found, state, isWithdrawn } = await transactions.read(scope, async (reader) => this.#standing(reader, id))
    if (found === undefined) throw missing(id)
    // What waits of the directory that was there before is not lost with it.
    if (isWithdrawn && state !== undefined) await this.#finish(organization, id)
    const token = makeToken()
    await transactions.installation(async (tx) =>
      tx.inOrganization(scope, async (writer) => {
        if (isWithdrawn) await store.forgetDirectory(tx.db, place)
        await store.saveToken(tx.db, place, hashToken(token))
        await writer.seal('scim-token-made', { directory: id })
      }),
    )
    return { token, address: addressOf(origin, await this.#slugOf(organization), id) }
  }

  /** In whose name the bearer of a directory's token acts. Any other gets one answer, and learns nothing of what there is. */
  async admit({
    organization: slug,
    directory,
    authorization,
    operation,
    request,
    address,
  }: DirectoryAsked): Promise<Scope> {
    const { transactions, refusals, listOrganizations } = this.#parts
    const organization = (await listOrganizations()).find((one) => one.slug === slug)?.organization
    if (organization === undefined) throw unknownToken()
    const { found, state, isWithdrawn } = await transactions.read({ organization }, async (reader) =>
      this.#standing(reader, directory),
    )
    if (found === undefined || isWithdrawn || state === undefined) throw unknownToken()
    const actor: Actor = { type: 'system', id: `scim:${directory}`, name: found.name, address }
    if (!bearsToken(authorization, state.token)) {
      await refusals.record({ organization, actor, request, operation, reason: 'wrong-secret' })
      throw unknownToken()
    }
    return { organization, actor, request }
  }

  /** Makes evidence of what a directory holds, now. Refused where nothing was heard since: silence is no evidence. */
  async snapshot(scope: Scope, id: string, now = new Date()): Promise<{ evidence: string; duplicate: boolean }> {
    const { transactions } = this.#parts
    const { organization } = scope
    const { found } = await transactions.read(scope, async (reader) => this.#standing(reader, id))
    if (found === undefined) throw missing(id)
    const earlier = await this.#record(organization, id)
    await this.#take(scope, id, now)
    const recorded = (await this.#record(organization, id)) ?? earlier
    if (recorded === null)
      throw new EvidentiaError('conflict', `Nothing was heard of "${found.name}" since the last snapshot.`, {
        remedy: 'Have the identity provider push, then take the snapshot.',
      })
    return recorded
  }

  /** Takes the snapshots that are due, and records those that were taken when a server was killed. */
  async sweep(organization: string, now = new Date()): Promise<void> {
    const { transactions, onFailure } = this.#parts
    const { due, taken } = await transactions.read({ organization }, async (reader) => ({
      due: (await store.listWaiting(reader))
        .filter(
          ({ first, last }) =>
            now.getTime() - last.getTime() >= quietMs || now.getTime() - first.getTime() >= longestMs,
        )
        .map(({ directory }) => directory),
      taken: await store.listTaken(reader),
    }))
    for (const directory of new Set([...taken.keys(), ...due])) {
      try {
        if (due.includes(directory)) await this.#finish(organization, directory, now)
        else await this.#record(organization, directory)
      } catch (error) {
        onFailure(error, organization)
      }
    }
  }

  /** Forgets what directories held that were withdrawn, once all that was heard of them is evidence. */
  async forgetWithdrawn(organization: string): Promise<void> {
    const { transactions, onFailure } = this.#parts
    const states = await transactions.read({ organization }, async (reader) => store.listDirectories(reader))
    for (const { directory } of states) {
      try {
        const { isWithdrawn } = await transactions.read({ organization }, async (reader) =>
          this.#standing(reader, directory),
        )
        if (!isWithdrawn) continue
        await this.#finish(organization, directory)
        await transactions.cache(organization, async (db) => store.forgetDirectory(db, { organization, directory }))
      } catch (error) {
        onFailure(error, organization)
      }
    }
  }

  /** Makes evidence of all that waits in a directory, in nobody's name but the provider's. */
  async #finish(organization: string, id: string, now = new Date()): Promise<void> {
    const actor: Actor = { type: 'system', id: `scim:${id}`, name: `SCIM directory ${id}` }
    await this.#record(organization, id)
    await this.#take({ organization, actor, request: null }, id, now)
    await this.#record(organization, id)
  }

  /**
   * Takes a snapshot, byte for byte, and forgets the requests that it holds, in one transaction: what comes meanwhile waits, and is
   * in the next. Does nothing where nothing waits, or where one that was taken is not recorded yet. What it proves is what the
   * directory was to prove on the day on which it was last heard.
   */
  async #take({ organization, actor, request }: Scope, id: string, taken: Date): Promise<void> {
    const { transactions } = this.#parts
    const place = { organization, directory: id }
    await transactions.cache(organization, async (db) => {
      await store.lockDirectory(db, place)
      const requests = await store.listRequests(db, place)
      const lastHeard = requests.at(-1)?.at
      if (lastHeard === undefined || (await store.findTaken(db, place)) !== undefined) return
      const { found, newest, day } = await this.#standing({ organization, db }, id, lastHeard)
      const { name, source, proves } = found ?? newest ?? refuseMissing(id)
      const heard = lastHeard.toISOString()
      const users = await store.listResources(db, place, 'User')
      const groups = await store.listResources(db, place, 'Group')
      await store.saveTaken(db, place, {
        taken,
        actor,
        request,
        claim: { proves: [...proves], effective: { from: day, to: day }, collectedAt: heard, source },
        content: writeSnapshot({ directory: id, name, source, taken, lastHeard, users, groups, requests }),
      })
      await store.forgetRequests(db, place)
    })
  }

  /** Records the snapshot that was taken, if there is one. Recorded before, as when a server was killed, it is a duplicate. */
  async #record(organization: string, id: string): Promise<{ evidence: string; duplicate: boolean } | null> {
    const { transactions, blobs, evidence, uploadLimitBytes } = this.#parts
    const place = { organization, directory: id }
    const taken = await transactions.read({ organization }, async ({ db }) => store.findTaken(db, place))
    if (taken === undefined) return null
    const { actor, request, claim, content } = taken
    const name = `${id}-${(claim.collectedAt ?? '').replaceAll(/[:.]/g, '')}.json`
    // What was taken in piece by piece is not refused for what it became in all.
    const limit = Math.max(uploadLimitBytes, content.length)
    const blob = await blobs.stage(organization, once(content), limit, name)
    const { evidence: item, duplicate } = await evidence.record(
      { organization, actor, request },
      { name, blob, claim, broughtBy: { type: 'connector', id: 'scim' } },
    )
    await transactions.cache(organization, async (db) => store.finishTaken(db, place, taken, item.id))
    return { evidence: item.id, duplicate }
  }

  /**
   * A directory on the day of an instant, and what is kept of it. `isWithdrawn`: since its token was made it was withdrawn, so that
   * what is made again under the same id is another one, into which whoever knew that token does not push.
   */
  async #standing(reader: Reader, id: string, at = new Date()) {
    const { versions, program, day } = await this.#readProgram(reader, ['scim-directory'], at)
    const own = versions.filter((version) => version.id === id)
    const body = program['scim-directory'].get(id)
    // One that was withdrawn for days gone by still says what it was to prove when it was heard.
    const newest = own.findLast((version) => version.body !== null)?.body ?? undefined
    const state = await store.findDirectory(reader.db, { organization: reader.organization, directory: id })
    const made = state?.token_made.toISOString()
    const isWithdrawn =
      made !== undefined &&
      own.some((version) => version.body === null && version.effective <= day && version.recordedAt >= made)
    return {
      found: body === undefined ? undefined : scimDirectorySchema.parse(body),
      newest: newest === undefined ? undefined : scimDirectorySchema.parse(newest),
      state,
      isWithdrawn,
      day,
    }
  }

  async #readProgram(reader: Reader, kinds: readonly DocumentKind[], at = new Date()) {
    const { documents } = this.#parts
    const day = dateOfInstant(at.toISOString(), await documents.findTimeZone(reader))
    const versions = await documents.listOfKinds(reader, kinds)
    return { versions, program: programOn(versions, day), day }
  }

  async #slugOf(organization: string): Promise<string> {
    return (await this.#parts.listOrganizations()).find((one) => one.organization === organization)?.slug ?? ''
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function addressOf(origin: string, slug: string, directory: string): string {
  return `${origin}/api/v1/scim/${slug}/${directory}`
}

function missing(id: string): EvidentiaError {
  return new EvidentiaError('not-found', `There is no SCIM directory called "${id}".`)
}

function refuseMissing(id: string): never {
  throw missing(id)
}

function unknownToken(): EvidentiaError {
  return new EvidentiaError(
    'not-signed-in',
    'The request does not bear the token of a SCIM directory at this address.',
    {
      remedy: 'Check the address and the token.',
    },
  )
}
