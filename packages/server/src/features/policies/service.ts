import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  type Catalog,
  type Contracts,
  dateOfInstant,
  EvidentiaError,
  isPermitted,
  type Policy,
  policySchema,
  type Received,
  renderPolicy,
  type Role,
} from '@evidentia/core'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import type { StreamAnswer } from '../../platform/http/operation.ts'
import { parseInput } from '../../platform/http/problem.ts'
import type { Printer } from '../../platform/print/printer.ts'
import type { DocumentService } from '../documents/service.ts'
import { cadenceAsOperated } from './cadence.ts'
import { composePolicyPrint } from './print.ts'
import * as store from './store.ts'
import {
  describeLine,
  findDraft,
  findInForce,
  findVersions,
  listFirst,
  listWorkforce,
  type PolicyVersion,
  type PolicyView,
  versionOf,
  viewOn,
} from './versions.ts'

type Draft = Received<Contracts['draftPolicy']>['body']

interface Parts {
  readonly transactions: Transactions
  readonly documents: DocumentService
  readonly catalog: Catalog
  readonly printer: Printer
}

/**
 * Policies from draft to acknowledgment. A draft is anybody's who may write the programme; an approval is the word of a named
 * person who neither wrote nor recorded the text, about exactly the text they read; so is an acknowledgment.
 */
export class PolicyService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async list(scope: Scope, asOf: string | undefined, q: string | undefined) {
    const view = await this.#read(scope, asOf)
    const needle = q?.toLowerCase() ?? ''
    const lines = [...view.policies]
      .filter(([id, versions]) => `${id}\n${versions.at(-1)?.body.title}`.toLowerCase().includes(needle))
      .map(([id, versions]) => describeLine(view, id, versions))
      .toSorted((a, b) => (a.title < b.title ? -1 : 1))
    const owners = lines.map(({ owner }) => owner)
    return { asOf: view.asOf, lines, people: namesOf(view, owners) }
  }

  async read(scope: Scope, role: Role, id: string, asOf: string | undefined) {
    return this.#parts.transactions.read(scope, async (reader) => {
      const view = await this.#viewIn(reader, asOf)
      const versions = findVersions(view, id)
      const inForce = findInForce(view, versions)
      const draft = findDraft(versions)
      const person = await this.#personOf(reader, view, scope)
      const approvable = draft ?? inForce
      const acknowledged = person === null ? undefined : listFirst(view, id, inForce?.sha256).get(person)
      return {
        ...describeLine(view, id, versions),
        asOf: view.asOf,
        inForce,
        draft,
        versions: versions.toSorted((a, b) => b.entry - a.entry),
        mayApprove:
          isPermitted(role, 'policy:approve') &&
          person !== null &&
          approvable !== null &&
          (await explainApproval(reader, scope, approvable, person)) === null,
        acknowledgedAt: acknowledged?.at ?? null,
        people: namesOf(
          view,
          versions.flatMap(({ body }) => [body.owner, body.author, body.approval?.by ?? null]),
        ),
      }
    })
  }

  /** Records a draft. Throws `invalid-input` naming a variable without a value, or a person or control that does not exist. */
  async draft(scope: Scope, id: string, { from, effective, ...given }: Draft): Promise<PolicyVersion> {
    const { catalog, documents, transactions } = this.#parts
    return transactions.write(scope, async (writer) => {
      const view = await this.#viewIn(writer, undefined)
      const body = parseInput(
        policySchema,
        { id, ...given, ...(from.type === 'text' ? { text: from.text } : fillIn(catalog, view, from)) },
        'The policy',
      )
      return versionOf(await documents.recordIn(writer, 'policy', id, effective, body), body)
    })
  }

  async approve(
    scope: Scope,
    id: string,
    { sha256, effective }: { sha256: string; effective: string },
  ): Promise<PolicyVersion> {
    refuseMachine(scope, 'An approval')
    const { documents, transactions } = this.#parts
    return transactions.write(scope, async (writer) => {
      const view = await this.#viewIn(writer, undefined)
      const versions = findVersions(view, id)
      const person = await this.#requirePerson(writer, view, scope, 'an approval')
      const version = chooseApprovable(view, versions, sha256)
      const obstacle = await explainApproval(writer, scope, version, person)
      if (obstacle !== null)
        throw new EvidentiaError('not-permitted', obstacle, { remedy: 'Ask somebody else who may approve policies.' })
      const today = await this.#today(writer)
      if (effective < today)
        throw new EvidentiaError('invalid-input', 'A policy cannot be in force before the day it is approved.', {
          place: { field: 'effective' },
          remedy: `Use ${today} or a later day.`,
        })
      const rival = versions.find(
        (other) => other.effective === effective && other.body.approval !== undefined && other.sha256 !== sha256,
      )
      if (rival !== undefined)
        throw new EvidentiaError(
          'conflict',
          `Another text of this policy is approved to be in force from ${effective}.`,
          {
            place: { field: 'effective' },
            remedy: 'Choose a later day; what was approved for a day is not replaced.',
          },
        )
      const body: Policy = { ...version.body, approval: { by: person, on: today } }
      return versionOf(await documents.recordIn(writer, 'policy', id, effective, body), body)
    })
  }

  /** Seals that the caller read the version in force; said again, the first time stands and `isNew` is false. */
  async acknowledge(scope: Scope, id: string, sha256: string) {
    refuseMachine(scope, 'An acknowledgment')
    const { transactions } = this.#parts
    const look = async (reader: Reader) => {
      const view = await this.#viewIn(reader, undefined)
      const inForce = findInForce(view, findVersions(view, id))
      if (inForce?.sha256 !== sha256)
        throw new EvidentiaError(
          'conflict',
          inForce === null ? `No version of "${id}" is in force.` : `This is not the version of "${id}" in force.`,
          { place: { field: 'sha256' }, remedy: 'Read the version in force, then acknowledge that.' },
        )
      const person = await this.#requirePerson(reader, view, scope, 'an acknowledgment')
      return { person, known: listFirst(view, id, sha256).get(person) }
    }
    const { person, known } = await transactions.read(scope, look)
    if (known !== undefined) return { isNew: false, acknowledgment: { policy: id, sha256, person, at: known.at } }
    const at = await transactions.write(scope, async (writer) => {
      // Looked at again under the log's lock: the version in force may have changed since.
      await look(writer)
      return (await writer.seal('policy-acknowledged', { policy: id, sha256, person })).recordedAt
    })
    return { isNew: true, acknowledgment: { policy: id, sha256, person, at } }
  }

  async listAcknowledgments(
    scope: Scope,
    id: string,
    { asOf, state }: { asOf?: string | undefined; state?: 'acknowledged' | 'outstanding' | undefined },
  ) {
    const view = await this.#read(scope, asOf)
    const inForce = findInForce(view, findVersions(view, id))
    const first = listFirst(view, id, inForce?.sha256)
    const lines = (inForce === null ? [] : listWorkforce(view))
      .map(({ id: person, name }) => {
        const known = first.get(person)
        return { person, name, at: known?.at ?? null, entry: known?.entry ?? null }
      })
      .filter(({ at }) => state === undefined || (at !== null) === (state === 'acknowledged'))
    return { asOf: view.asOf, sha256: inForce?.sha256 ?? null, lines }
  }

  /** One version as PDF. Of a text that was drafted and then approved, the approved version is meant. */
  async print(scope: Scope, id: string, sha256: string): Promise<StreamAnswer> {
    const { transactions, documents, printer } = this.#parts
    const { view, organization } = await transactions.read(scope, async (reader) => ({
      view: await this.#viewIn(reader, '9999-12-31'),
      organization: await documents.findOrganizationName(reader),
    }))
    const versions = findVersions(view, id).filter((version) => version.sha256 === sha256)
    const version = versions.findLast(({ body }) => body.approval !== undefined) ?? versions.at(-1)
    if (version === undefined)
      throw new EvidentiaError('not-found', `The policy "${id}" has no version with that SHA-256.`, {
        remedy: 'Choose one of its versions.',
      })
    const pdf = await printer.print(composePolicyPrint(version, organization, view))
    return {
      stream: Readable.from([pdf]),
      name: `${id}-${version.sha256.slice(0, 8)}.pdf`,
      size: pdf.length,
      sha256: createHash('sha256').update(pdf).digest('hex'),
    }
  }

  async #read(scope: Scope, asOf: string | undefined): Promise<PolicyView> {
    return this.#parts.transactions.read(scope, async (reader) => this.#viewIn(reader, asOf))
  }

  async #viewIn(reader: Reader, asOf: string | undefined): Promise<PolicyView> {
    const { documents } = this.#parts
    const timeZone = await documents.findTimeZone(reader)
    const all = await documents.listRecorded(reader)
    const acknowledgments = await store.listAcknowledgments(reader)
    return viewOn(all, acknowledgments, asOf ?? dateOfInstant(new Date().toISOString(), timeZone), timeZone)
  }

  async #today(reader: Reader): Promise<string> {
    return dateOfInstant(new Date().toISOString(), await this.#parts.documents.findTimeZone(reader))
  }

  /** The person of the programme who has the caller's e-mail address, or null. */
  async #personOf(reader: Reader, view: PolicyView, { actor }: Scope): Promise<string | null> {
    if (actor.type !== 'user') return null
    const email = await store.findEmail(reader, actor.id)
    return listWorkforce(view).find((person) => person.email.toLowerCase() === email)?.id ?? null
  }

  async #requirePerson(reader: Reader, view: PolicyView, scope: Scope, what: string): Promise<string> {
    const person = await this.#personOf(reader, view, scope)
    if (person !== null) return person
    const email = await store.findEmail(reader, scope.actor.id)
    throw new EvidentiaError(
      'conflict',
      `No person of the program has your address ${email}, and ${what} names a person.`,
      {
        remedy: 'Record the person with this e-mail address under Program, then try again.',
      },
    )
  }
}

function fillIn(
  catalog: Catalog,
  { program }: PolicyView,
  { template: id, values }: Extract<Draft['from'], { type: 'template' }>,
): Pick<Policy, 'text' | 'template'> {
  const template = catalog.policies.get(id)
  if (template === undefined)
    throw new EvidentiaError('invalid-input', `The catalog has no policy template "${id}".`, {
      place: { field: 'from.template' },
    })
  const text = renderPolicy(template, {
    organization: [...program.organization.values()][0]?.name ?? '',
    values,
    cadenceOf: (requirement) => cadenceAsOperated(catalog, program, requirement),
  })
  return { text, template: { id, version: template.version, values } }
}

/** The draft with that text, or the version in force with it. Throws `conflict` when neither is what the approver read. */
function chooseApprovable(view: PolicyView, versions: readonly PolicyVersion[], sha256: string): PolicyVersion {
  const candidates = [findDraft(versions), findInForce(view, versions)]
  const chosen = candidates.find((version) => version?.sha256 === sha256)
  if (chosen == null)
    throw new EvidentiaError('conflict', 'The text changed since it was read, so it was not approved.', {
      place: { field: 'sha256' },
      remedy: 'Read the draft again, then approve it.',
    })
  return chosen
}

/** Why this person cannot approve the version, or null. */
async function explainApproval(
  reader: Reader,
  { actor }: Scope,
  { body, entry }: PolicyVersion,
  person: string,
): Promise<string | null> {
  if (body.author === person) return 'You are the author of this policy, so somebody else must approve it.'
  if (body.approval !== undefined) return null
  const recorder = await store.readActor(reader, entry)
  return recorder.type === 'user' && recorder.id === actor.id
    ? 'You recorded this draft, so somebody else must approve it.'
    : null
}

function refuseMachine({ actor }: Scope, what: string): void {
  if (actor.type === 'user') return
  throw new EvidentiaError('not-permitted', `${what} is the word of a named person, not of a key.`, {
    remedy: 'Sign in and say it yourself.',
  })
}

function namesOf({ program }: PolicyView, ids: readonly (string | null)[]): Record<string, string> {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const name = id === null ? undefined : program.person.get(id)?.name
      return id === null || name === undefined ? [] : [[id, name] as const]
    }),
  )
}
