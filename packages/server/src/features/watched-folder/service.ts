import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Actor, dateOfInstant, EvidentiaError, type EvidenceClaim, evidenceClaimSchema } from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Scope, Transactions } from '../../platform/db/transactions.ts'
import { parseInput } from '../../platform/http/problem.ts'
import type { DocumentService } from '../documents/service.ts'
import type { EvidenceService } from '../evidence/service.ts'
import { claimSuffix, listWaiting, putBack, returnTo, settle, take, type WaitingFile } from './files.ts'

interface Parts {
  /** Null: nothing is watched. */
  readonly folder: string | null
  readonly uploadLimitBytes: number
  readonly transactions: Transactions
  readonly blobs: BlobStore
  readonly documents: DocumentService
  readonly evidence: EvidenceService
  readonly listOrganizations: () => Promise<readonly { readonly organization: string; readonly slug: string }[]>
  readonly onFailure: (error: unknown, file: string) => void
}

const lookMs = 5000
/** A file counts as finished when it stood still for so long. */
const stillMs = 3000
const forgottenMs = 10 * 60_000
const actor: Actor = { type: 'system', id: 'watched-folder', name: 'Watched folder' }
/** What is not the file's fault: it is tried again. */
const passing: ReadonlySet<string> = new Set(['unavailable', 'storage-full', 'internal', 'too-many-requests'])

/** A folder of this machine whose files become evidence: the door for programs that can write files and nothing else. */
export class WatchedFolder {
  readonly #parts: Parts
  #seen = new Map<string, string>()
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  start(): void {
    if (this.#parts.folder === null) return
    const next = (): void => {
      this.#looking = this.look()
      void this.#looking.finally(() => {
        if (this.#timer !== undefined) this.#timer = setTimeout(next, lookMs)
      })
    }
    this.#timer = setTimeout(next, lookMs)
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#looking
  }

  /** Looks once: takes in what stood still since the look before. */
  async look(): Promise<void> {
    const { folder, listOrganizations, onFailure } = this.#parts
    if (folder === null) return
    try {
      const slugs = new Map((await listOrganizations()).map(({ slug, organization }) => [slug, organization]))
      const seen = new Map<string, string>()
      for (const name of await readdir(folder)) {
        const organization = slugs.get(name)
        if (organization !== undefined) await this.#lookInto(join(folder, name), organization, seen)
      }
      this.#seen = seen
    } catch (error) {
      onFailure(error, folder)
    }
  }

  async #lookInto(root: string, organization: string, seen: Map<string, string>): Promise<void> {
    await putBack(root, forgottenMs)
    for (const file of await listWaiting(root)) {
      const { path, size, modified } = file
      const state = `${size} ${modified.getTime()}`
      seen.set(path, state)
      if (this.#seen.get(path) !== state || Date.now() - modified.getTime() < stillMs) continue
      await this.#takeIn(root, organization, file)
    }
  }

  async #takeIn(root: string, organization: string, file: WaitingFile): Promise<void> {
    const taken = await take(root, file)
    if (taken === null) return
    const { below } = file
    try {
      const { receipt } = await this.#record({ organization, actor, request: null }, taken, file)
      const text = `${JSON.stringify(receipt, null, 2)}\n`
      await settle(root, 'recorded', { path: taken, below }, { suffix: '.receipt.json', text })
    } catch (error) {
      if (!(error instanceof EvidentiaError) || passing.has(error.code)) {
        this.#parts.onFailure(error, file.path)
        await returnTo(root, below, taken)
        return
      }
      const text = `${error.message}${error.remedy === undefined ? '' : ` ${error.remedy}`}\n`
      await settle(root, 'refused', { path: taken, below }, { suffix: '.problem.txt', text })
    }
  }

  async #record(scope: Scope, taken: string, file: WaitingFile) {
    const { blobs, evidence, uploadLimitBytes } = this.#parts
    const name = basename(taken)
    const claim = await this.#readClaim(scope, taken, file)
    const blob = await blobs.stage(scope.organization, createReadStream(taken), uploadLimitBytes, name)
    return evidence.record(scope, { name, blob, claim, broughtBy: { type: 'folder', id: 'watched-folder' } })
  }

  /** What stands beside the file, or what the folders say in which it lies: control, evidence requirement, system or vendor. */
  async #readClaim(scope: Scope, taken: string, { below, modified }: WaitingFile): Promise<EvidenceClaim> {
    const name = basename(taken) + claimSuffix
    const text = await readFile(taken + claimSuffix, 'utf8').catch(() => null)
    if (text !== null) return parseInput(evidenceClaimSchema, parseClaim(text, name), name)
    const [control, requirement, subject, ...more] = below
    if (control === undefined || requirement === undefined || more.length > 0)
      throw new EvidentiaError('invalid-input', `Nothing says what ${basename(taken)} proves.`, {
        remedy: `Put it into <control>/<evidence requirement>/<system or vendor>, or write its claim to ${name}.`,
      })
    const { transactions, documents } = this.#parts
    return transactions.read(scope, async (reader) => {
      const day = dateOfInstant(modified.toISOString(), await documents.findTimeZone(reader))
      const isVendor =
        subject !== undefined &&
        (await documents.findExisting(reader, [{ kind: 'vendor', id: subject }])).has(`vendor/${subject}`)
      const about = subject === undefined ? {} : isVendor ? { vendor: subject } : { system: subject }
      const claim = {
        proves: [{ requirement: `${control}/${requirement}`, ...about }],
        effective: { from: day, to: day },
        collectedAt: modified.toISOString(),
        source: 'Watched folder',
      }
      return parseInput(evidenceClaimSchema, claim, 'The folder')
    })
  }
}

function parseClaim(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new EvidentiaError('invalid-input', `${name} is not JSON.`, {
      remedy: 'Write the claim as POST /api/v1/evidence takes it.',
      cause,
    })
  }
}
