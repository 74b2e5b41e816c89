import { randomBytes } from 'node:crypto'
import { type Actor, dateOfInstant, EvidentiaError, programOn, type Webhook, webhookSchema } from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import type { Client, RawBody } from '../../platform/http/operation.ts'
import type { OrganizationKeys } from '../../platform/keys/organization-keys.ts'
import { openSecrets, saveSecret, sealSecret } from '../../platform/keys/sealed-secrets.ts'
import type { Refusals } from '../audit/refusals.ts'
import type { DocumentService } from '../documents/service.ts'
import type { EvidenceService } from '../evidence/service.ts'
import { verifyDelivery } from './signature.ts'
import * as store from './store.ts'

interface Parts {
  readonly transactions: Transactions
  readonly keys: OrganizationKeys
  readonly blobs: BlobStore
  readonly documents: DocumentService
  readonly evidence: EvidenceService
  readonly refusals: Refusals
  readonly listOrganizations: () => Promise<readonly { readonly organization: string; readonly slug: string }[]>
  readonly uploadLimitBytes: number
}

/** A sender tries again for some days at most; a month is more than that. */
const keptMs = 31 * 86_400_000
const secretName = 'signature'
/** In characters. Names that are cut off could be those of two deliveries. */
const longestName = 200

/** Addresses to which systems send what happens in them. Each delivery is signed, taken in once, and becomes evidence. */
export class WebhookService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Makes a new secret. It is in the answer and nowhere else in the clear; the one before ends at once. */
  async makeSecret(scope: Scope, id: string, { origin }: Pick<Client, 'origin'>) {
    const { transactions, keys } = this.#parts
    const hook = await transactions.read(scope, async (reader) => this.#find(reader, id))
    if (hook === undefined) throw missing(id)
    const bytes = randomBytes(32)
    const secret = hook.kind === 'standard' ? `whsec_${bytes.toString('base64')}` : bytes.toString('hex')
    const { organization } = scope
    const sealed = await sealSecret(keys, organization, { holder: holderOf(id), name: secretName, secret })
    await transactions.installation(async (tx) =>
      tx.inOrganization(scope, async (writer) => {
        await saveSecret(tx.db, organization, sealed)
        await writer.seal('webhook-secret-made', { webhook: id })
      }),
    )
    const slug = (await this.#parts.listOrganizations()).find((one) => one.organization === organization)?.slug ?? ''
    return { secret, address: `${origin}/api/v1/hooks/${slug}/${id}` }
  }

  /** Takes in a delivery. One that came before is answered as it was, and changes nothing. */
  async receive(slug: string, id: string, raw: RawBody, client: Client) {
    const { transactions, keys, listOrganizations, refusals } = this.#parts
    const organization = (await listOrganizations()).find((one) => one.slug === slug)?.organization
    // Whoever has no secret does not learn which organizations and webhooks there are.
    if (organization === undefined) throw unsigned()
    const { hook, secret, timeZone } = await transactions.read({ organization }, async (reader) => {
      const zone = await this.#parts.documents.findTimeZone(reader)
      const today = dateOfInstant(new Date().toISOString(), zone)
      return {
        hook: await this.#find(reader, id),
        secret: (await openSecrets(keys, reader, { holder: holderOf(id), today }))[secretName],
        timeZone: zone,
      }
    })
    if (hook === undefined || secret === undefined) throw unsigned()
    const actor: Actor = { type: 'system', id: `webhook:${id}`, name: hook.name, address: client.address }
    const delivery = verifyDelivery(hook, secret, raw, Date.now())
    if (delivery === null) {
      await refusals.record({
        organization,
        actor,
        request: client.request,
        operation: 'receiveWebhook',
        reason: 'wrong-secret',
      })
      throw unsigned()
    }
    if (delivery.id === '' || delivery.id.length > longestName)
      throw new EvidentiaError('invalid-input', `The delivery is named with ${delivery.id.length} characters.`, {
        remedy: `Name each delivery with 1 to ${longestName} characters, so that one sent again is recognized.`,
      })
    const named = { organization, webhook: id, delivery: delivery.id }
    const { received, evidence: before } = await transactions.cache(organization, async (db) =>
      store.noteDelivery(db, named),
    )
    if (before !== null) return { evidence: before, duplicate: true }
    try {
      const scope: Scope = { organization, actor, request: client.request }
      // One that was noted and not recorded, as when the server was killed, is recorded now, as of when it came first:
      // the same file for the same claim is one item, so that two at once make one as well.
      const { evidence, duplicate } = await this.#record(scope, hook, delivery, { raw, received, timeZone })
      await transactions.cache(organization, async (db) => store.finishDelivery(db, named, evidence.id))
      return { evidence: evidence.id, duplicate }
    } catch (error) {
      await transactions.cache(organization, async (db) => store.forgetDelivery(db, named))
      throw error
    }
  }

  /** Forgets deliveries that nobody sends again. */
  async sweep(organization: string): Promise<void> {
    const before = new Date(Date.now() - keptMs)
    await this.#parts.transactions.cache(organization, async (db) => store.forgetBefore(db, organization, before))
  }

  async #record(
    scope: Scope,
    hook: Webhook,
    delivery: { readonly id: string; readonly event: string | null },
    { raw, received, timeZone }: { readonly raw: RawBody; readonly received: Date; readonly timeZone: string },
  ) {
    const { blobs, evidence, uploadLimitBytes } = this.#parts
    const at = received.toISOString()
    const day = dateOfInstant(at, timeZone)
    const name = `${hook.id}-${delivery.id.replaceAll(/[^\w-]/g, '').slice(0, 60)}.json`
    const blob = await blobs.stage(scope.organization, once(raw.bytes), uploadLimitBytes, name)
    return evidence.record(scope, {
      name,
      blob,
      claim: {
        proves: [...hook.proves],
        effective: { from: day, to: day },
        collectedAt: at,
        source: delivery.event === null ? hook.source : `${hook.source}: ${delivery.event}`.slice(0, 200),
      },
      broughtBy: { type: 'connector', id: `webhook:${hook.kind}` },
    })
  }

  async #find(reader: Reader, id: string): Promise<Webhook | undefined> {
    const { documents } = this.#parts
    const today = dateOfInstant(new Date().toISOString(), await documents.findTimeZone(reader))
    const found = programOn(await documents.listOfKinds(reader, ['webhook']), today).webhook.get(id)
    return found === undefined ? undefined : webhookSchema.parse(found)
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function holderOf(webhook: string): string {
  return `webhook/${webhook}`
}

function missing(id: string): EvidentiaError {
  return new EvidentiaError('not-found', `There is no webhook called "${id}".`)
}

function unsigned(): EvidentiaError {
  return new EvidentiaError(
    'not-signed-in',
    'The delivery is not signed with the secret of a webhook at this address.',
    {
      remedy: 'Check the address, the secret and, where the signature has a time, the clock of the sender.',
    },
  )
}
