import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { type Actor, EvidentiaError, type ManifestEntry } from '@evidentia/core'
import { readProgramFolder } from '@evidentia/connectors'
import type { Kysely } from 'kysely'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Tables } from '../../platform/db/tables.ts'
import type { Scope } from '../../platform/db/transactions.ts'
import type { EvidenceService } from '../evidence/service.ts'
import type { OrganizationService } from '../organizations/service.ts'
import { openFolder } from './folder.ts'
import * as store from './store.ts'

const exampleFolder = fileURLToPath(new URL('../../../../../examples/ehr-hosting', import.meta.url))
const batch = 40

/** The server itself, for what nobody asked for: first start, jobs. */
const serverActor: Actor = { type: 'system', id: 'server', name: 'Evidentia server' }
const administrator = { email: 'administrator@evidentia.localhost', name: 'Local administrator' }

interface Parts {
  readonly db: Kysely<Tables>
  readonly blobs: BlobStore
  readonly organizations: OrganizationService
  readonly evidence: EvidenceService
  readonly uploadLimitBytes: number
}

/** The first start: an administrator, and the sample organization made of files by the same path as any other evidence. */
export class SampleService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async isFirstStartFinished(): Promise<boolean> {
    return store.isFinished(this.#parts.db)
  }

  /** Does what the first start does. Cut off half-way, it begins again the next time. */
  async runFirstStart(withSample: boolean, say: (line: string) => void): Promise<void> {
    const { db } = this.#parts
    const account = await store.ensureAccount(db, { id: randomUUID(), ...administrator })
    if (withSample) await this.#createSample(account, say)
    await store.markFinished(db)
  }

  /** The account to print a sign-in link for, or null once somebody has a password or a passkey. */
  async findAccountWithoutCredential(): Promise<string | null> {
    return store.findUnprotectedAccount(this.#parts.db, administrator.email)
  }

  async #createSample(
    account: { id: string; email: string; name: string },
    say: (line: string) => void,
  ): Promise<void> {
    const folder = openFolder(exampleFolder)
    if (!folder.exists) {
      say('The sample is not part of this installation; create your organization in the web app.')
      return
    }
    const { documents, manifest } = await readProgramFolder(folder)
    const own = documents.find(({ kind }) => kind === 'organization')
    if (own?.body == null) throw new EvidentiaError('malformed-file', 'The sample folder names no organization.')
    await this.#removeLeftover(own.id)
    say(`Creating the sample organization: ${documents.length} program objects, ${manifest.length} files of evidence`)
    const organization = await this.#parts.organizations.create(serverActor, null, {
      slug: own.id,
      name: 'name' in own.body ? own.body.name : own.id,
      sample: true,
      administrator: account,
      documents: documents.map(({ kind, id, effective, body }) => ({ kind, id, effective, body: { ...body } })),
    })
    const scope = { organization, actor: serverActor, request: null }
    for (let at = 0; at < manifest.length; at += batch) {
      await this.#recordBatch(scope, folder, manifest.slice(at, at + batch))
      say(`  ${Math.min(at + batch, manifest.length)} of ${manifest.length} sealed`)
    }
  }

  async #recordBatch(
    scope: Scope,
    folder: ReturnType<typeof openFolder>,
    entries: readonly ManifestEntry[],
  ): Promise<void> {
    const { blobs, evidence, uploadLimitBytes } = this.#parts
    const { organization } = scope
    const deposits = await Promise.all(
      entries.map(async ({ file, ...claim }) => {
        const name = file.split('/').at(-1) ?? file
        const blob = await blobs.stage(organization, folder.stream(`evidence/${file}`), uploadLimitBytes, name)
        return { name, blob, claim, broughtBy: { type: 'folder' as const, id: 'sample' } }
      }),
    )
    await evidence.recordAll(scope, deposits)
  }

  async #removeLeftover(slug: string): Promise<void> {
    const { organizations } = this.#parts
    const leftover = (await organizations.listAll()).find((one) => one.slug === slug)
    if (leftover !== undefined)
      await organizations.removeSample({ organization: leftover.organization, actor: serverActor, request: null })
  }
}
