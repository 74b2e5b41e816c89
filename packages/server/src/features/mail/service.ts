import { createHash } from 'node:crypto'
import {
  type Actor,
  dateOfInstant,
  EvidentiaError,
  isAllowedSender,
  type Mailbox,
  mailboxSchema,
  programOn,
} from '@evidentia/core'
import type { MailConfig } from '../../mail-config.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import { pageOfList } from '../../platform/http/cursor.ts'
import { describeProblem } from '../../platform/http/problem.ts'
import type { Refusals } from '../audit/refusals.ts'
import type { DocumentService } from '../documents/service.ts'
import type { Deposit } from '../evidence/intake.ts'
import type { EvidenceService } from '../evidence/service.ts'
import { addressOf, readAddress } from './address.ts'
import { describeMailbox } from './describe.ts'
import { clean, describeArrival } from './note.ts'
import { type Parts as MessageParts, readParts } from './parts.ts'
import { type Arrival, judgeSender, proveSender, type SenderProof } from './sender-proof.ts'
import { readSent } from './sent.ts'
import * as store from './store.ts'
import { readWire, type WireMessage } from './wire.ts'

interface Parts {
  /** Null: no mail is taken in. */
  readonly config: MailConfig | null
  readonly transactions: Transactions
  readonly blobs: BlobStore
  readonly documents: DocumentService
  readonly evidence: EvidenceService
  readonly refusals: Refusals
  readonly listOrganizations: () => Promise<readonly { readonly organization: string; readonly slug: string }[]>
  readonly uploadLimitBytes: number
}

/** A message on its way in: for whom, how it came, and its bytes. */
export interface Incoming extends Arrival {
  readonly recipient: string
  readonly request: string
  readonly bytes: Buffer
}

/** A mailbox that may take a message. */
interface Open {
  readonly organization: string
  readonly mailbox: Mailbox
  readonly timeZone: string
}

/** Longer than a message may be under way, so that one that is sent again is known. */
const keptMs = 31 * 86_400_000

/** Addresses to which named senders mail what happens. What is taken in was proven to come from them, and becomes evidence once. */
export class MailService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async list(scope: Scope, page: { cursor?: string | undefined; limit: number }) {
    const { config, transactions, listOrganizations } = this.#parts
    const slug = (await listOrganizations()).find(({ organization }) => organization === scope.organization)?.slug ?? ''
    const all = await transactions.read(scope, async (reader) => this.#readAll(reader))
    const views = all.mailboxes.map((mailbox) =>
      describeMailbox(mailbox, config, (host) => addressOf({ organization: slug, mailbox: mailbox.id }, host)),
    )
    return pageOfList(
      views.toSorted((a, b) => a.name.localeCompare(b.name)),
      page,
    )
  }

  /** Throws `not-permitted` unless there is such a mailbox and it takes messages whose bounces go to `returnPath`. */
  async admit(incoming: Omit<Incoming, 'bytes'>): Promise<void> {
    await this.#open(incoming)
  }

  /**
   * Takes in a message: the message as it came and each file it carries, all of it or nothing. Throws `not-permitted` for a sender who
   * is not allowed or does not show what the mailbox asks for, `unavailable` where that cannot be told now, and otherwise what is
   * wrong with it. One that came before is answered as it was, and changes nothing.
   */
  async receive(incoming: Incoming): Promise<{ evidence: string; items: number; duplicate: boolean }> {
    const { transactions } = this.#parts
    const open = await this.#open(incoming)
    const { organization, mailbox } = open
    const message = readWire(incoming.bytes)
    const proof = await this.#prove(open, incoming)
    const sent = readSent(message, new Date())
    const actor = actorOf(mailbox, incoming, proof.from[0] ?? '')
    const scope: Scope = { organization, actor, request: incoming.request }
    const named = { organization, mailbox: mailbox.id, message: keyOf(message) }
    const { received, evidence: before } = await transactions.cache(organization, async (db) =>
      store.noteMessage(db, named),
    )
    if (before !== null) return { evidence: before, items: 0, duplicate: true }
    try {
      const parts = await readParts(incoming.bytes)
      const note = describeArrival(mailbox, incoming, proof, parts)
      const recorded = await this.#record(scope, open, { message, parts, key: named.message, note, sent, received })
      await transactions.cache(organization, async (db) => store.finishMessage(db, named, recorded.evidence))
      return recorded
    } catch (error) {
      // What failed and may be done all the same stays noted: sent again, it is the same message of the same day.
      if (describeProblem(error, incoming.request).status < 500)
        await transactions.cache(organization, async (db) => store.forgetMessage(db, named))
      throw error
    }
  }

  /** Forgets messages that nobody sends again. */
  async sweep(organization: string): Promise<void> {
    const before = new Date(Date.now() - keptMs)
    await this.#parts.transactions.cache(organization, async (db) => store.forgetBefore(db, organization, before))
  }

  async #record(
    scope: Scope,
    { mailbox, timeZone }: Open,
    {
      message: { bytes, header },
      parts: { attachments },
      key,
      note,
      sent,
      received,
    }: {
      readonly message: WireMessage
      readonly parts: MessageParts
      readonly key: string
      readonly note: string
      readonly sent: string
      readonly received: Date
    },
  ): Promise<{ evidence: string; items: number; duplicate: boolean }> {
    const { blobs, evidence, uploadLimitBytes } = this.#parts
    const at = received.toISOString()
    const day = dateOfInstant(at, timeZone)
    const id = clean(header.get('message-id')?.[0] ?? '')
    const named = id === '' ? 'Message without Message-ID' : `Message-ID ${id}`.slice(0, 1000)
    const files = [
      { name: `${mailbox.id}-${key.slice(0, 16)}.eml`, bytes, query: named },
      ...attachments.map(({ name, bytes }, at) => ({
        name,
        bytes,
        query: `${named}, attachment ${at + 1} of ${attachments.length}`,
      })),
    ]
    const deposits: Deposit[] = []
    try {
      for (const { name, bytes, query } of files) {
        const blob = await blobs.stage(scope.organization, once(bytes), uploadLimitBytes, name)
        const claim = {
          proves: [...mailbox.proves],
          effective: { from: day, to: day },
          collectedAt: at,
          source: mailbox.source,
          sourceTime: sent,
          query,
          note,
        }
        deposits.push({ name, blob, claim, broughtBy: { type: 'connector', id: 'mail' } })
      }
    } catch (error) {
      for (const { blob } of deposits) await blob.discard()
      throw error
    }
    const items = await evidence.recordAll(scope, deposits)
    return {
      evidence: items[0]?.id ?? '',
      items: items.length,
      duplicate: items.every(({ fresh }) => fresh === undefined),
    }
  }

  /** Throws unless From is one allowed sender, and it is shown that the message comes from there. */
  async #prove(open: Open, incoming: Incoming): Promise<SenderProof> {
    const { config } = this.#parts
    const { mailbox } = open
    const proof = await proveSender(incoming.bytes, incoming, config?.name ?? '', config?.dnsServers ?? [])
    const [from, ...more] = proof?.from ?? []
    if (proof !== null && (from === undefined || more.length > 0 || !isAllowedSender(mailbox.senders, from))) {
      await this.#refuse(open, incoming, 'not-permitted')
      throw new EvidentiaError(
        'not-permitted',
        `The mailbox takes no mail in which From is ${clean(proof.from.join(', ')).slice(0, 100) || 'nobody'}.`,
        { remedy: 'Send it from one of the addresses that the mailbox allows.' },
      )
    }
    const judged = proof === null ? 'not-known' : judgeSender(mailbox.shows, proof)
    if (proof === null || judged === 'not-known')
      throw new EvidentiaError('unavailable', 'DNS did not say whether the sender is who it says it is.', {
        remedy: 'Try again later.',
      })
    if (judged === 'not-proven') {
      await this.#refuse(open, incoming, 'sender-not-proven')
      throw new EvidentiaError(
        'not-permitted',
        `The mailbox asks for ${mailbox.shows} aligned with From, and the message shows ${clean(resultsOf(proof)).slice(0, 200)}.`,
        { remedy: 'Sign the whole message with DKIM for the domain in From, or send it from where that domain sends.' },
      )
    }
    return proof
  }

  async #open(incoming: Omit<Incoming, 'bytes'>): Promise<Open> {
    const { config, transactions, listOrganizations } = this.#parts
    const { recipient, returnPath } = incoming
    // Whoever is not allowed does not learn which organizations and mailboxes there are.
    const unknown = new EvidentiaError(
      'not-permitted',
      `There is no mailbox ${clean(recipient).slice(0, 100)} here that takes mail from ${clean(returnPath).slice(0, 100) || 'nobody'}.`,
    )
    const named = config === null ? null : readAddress(recipient, config.name)
    const organization = (await listOrganizations()).find(({ slug }) => slug === named?.organization)?.organization
    if (named === null || organization === undefined) throw unknown
    const { mailboxes, timeZone } = await transactions.read({ organization }, async (reader) => this.#readAll(reader))
    const mailbox = mailboxes.find(({ id }) => id === named.mailbox)
    if (mailbox === undefined) throw unknown
    const open: Open = { organization, mailbox, timeZone }
    if (!isAllowedSender([...mailbox.senders, ...(mailbox.returnPaths ?? [])], returnPath)) {
      await this.#refuse(open, incoming, 'not-permitted')
      throw unknown
    }
    if (mailbox.shows === 'none' && config?.isUnprovenAllowed !== true)
      throw new EvidentiaError(
        'not-permitted',
        'The mailbox asks for no proof of its senders, and this server for one.',
        {
          remedy: 'Have the mailbox ask for DKIM or SPF, or ask the operator for EVIDENTIA_MAIL_UNPROVEN.',
        },
      )
    return open
  }

  async #refuse(
    { organization, mailbox }: Open,
    incoming: Omit<Incoming, 'bytes'>,
    reason: 'not-permitted' | 'sender-not-proven',
  ): Promise<void> {
    const { refusals } = this.#parts
    const actor = actorOf(mailbox, incoming, '')
    await refusals.record({ organization, actor, request: incoming.request, operation: 'receiveMail', reason })
  }

  async #readAll(reader: Reader): Promise<{ mailboxes: Mailbox[]; timeZone: string }> {
    const { documents } = this.#parts
    const timeZone = await documents.findTimeZone(reader)
    const today = dateOfInstant(new Date().toISOString(), timeZone)
    const program = programOn(await documents.listOfKinds(reader, ['mailbox']), today)
    return { mailboxes: [...program.mailbox.values()].map((body) => mailboxSchema.parse(body)), timeZone }
  }
}

function actorOf({ id, name }: Mailbox, { client }: Arrival, from: string): Actor {
  return {
    type: 'system',
    id: `mail:${id}`,
    name: from === '' ? name : `${name}: ${clean(from).slice(0, 200)}`,
    address: client,
  }
}

function resultsOf({ dkim, spf, dmarc }: SenderProof): string {
  const signatures = dkim.map(({ domain, result, isWhole }) => `${result}${isWhole ? '' : ' in part'} for ${domain}`)
  return `dkim ${signatures.join(', ') || 'none'}; spf ${spf.result} for ${spf.domain}; dmarc ${dmarc}`
}

/**
 * Names a message: by its Message-ID and all that follows the header, to which each server on the way adds lines; without one by all
 * of it. A sender that gives two reports one Message-ID has sent two messages.
 */
function keyOf({ bytes, header, body }: WireMessage): string {
  const id = header.get('message-id')?.[0] ?? ''
  const hash = createHash('sha256')
  if (id === '') hash.update(bytes)
  else hash.update(`${id}\0`).update(body)
  return hash.digest('hex')
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
