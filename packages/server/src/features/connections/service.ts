import { randomUUID } from 'node:crypto'
import { connectors, type Connector } from '@evidentia/connectors'
import {
  type Actor,
  type Catalog,
  type CheckShelf,
  type Connection,
  type Contracts,
  connectionSchema,
  dateOfInstant,
  EvidentiaError,
  outcomeOf,
  programOn,
  type Program,
  type Returned,
} from '@evidentia/core'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import { pageOfList, readCursor, writeCursor } from '../../platform/http/cursor.ts'
import { parseInput } from '../../platform/http/problem.ts'
import type { OrganizationKeys } from '../../platform/keys/organization-keys.ts'
import {
  forgetSecrets,
  listSecretNames,
  openSecrets,
  saveSecret,
  sealSecret,
} from '../../platform/keys/sealed-secrets.ts'
import type { DocumentService } from '../documents/service.ts'
import {
  type ConnectionFacts,
  type ConnectionView,
  describeConnection,
  describeConnector,
  describeGoing,
  nextOf,
} from './describe.ts'
import { runConnection, type RunParts } from './run.ts'
import * as store from './store.ts'

interface Parts extends RunParts {
  readonly transactions: Transactions
  readonly keys: OrganizationKeys
  readonly documents: DocumentService
  readonly catalog: Catalog
  readonly checks: CheckShelf
  /** Has `work` called for an organization soon. */
  readonly askForCollecting: (organization: string) => void
  readonly onFailure: (error: unknown, organization: string) => void
}

type LiveConnector = Connector & { readonly collector: NonNullable<Connector['collector']> }

interface Page {
  readonly cursor?: string | undefined
  readonly limit: number
}

const silentMs = 2 * 60 * 1000
const reportMs = 1000
const scheduler: Actor = { type: 'system', id: 'scheduler', name: 'Scheduled collection' }

/** Connections to systems of record: what they would read, how they were last collected, and collecting. */
export class ConnectionService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  listConnectors(page: Page) {
    const { catalog, checks } = this.#parts
    return pageOfList(
      listLive().map((connector) => describeConnector(connector, catalog, checks)),
      page,
    )
  }

  preview(
    id: string,
    { settings, datasets }: { settings: Record<string, unknown>; datasets: readonly string[] },
  ): Returned<Contracts['previewConnection']> {
    const { collector } = findLive(id)
    const parsed = parseInput(collector.settings, settings, 'The settings')
    return {
      source: collector.sourceOf(parsed),
      datasets: datasets.map((name) => {
        const dataset = collector.datasets.find((one) => one.id === name)
        if (dataset === undefined)
          throw new EvidentiaError('invalid-input', `${id} has no dataset "${name}".`, { place: { field: 'datasets' } })
        const { permissions, importer } = dataset
        return {
          dataset: name,
          requests: [...collector.requestsOf(name, parsed)],
          permissions: [...permissions],
          recordTypes: [...importer.recordTypes],
        }
      }),
    }
  }

  async list(scope: Scope, { q, ...page }: Page & { readonly q?: string | undefined }) {
    const needle = q?.toLowerCase() ?? ''
    const views = (await this.#readAll(scope))
      .map(describeConnection)
      .filter(({ name, connectorName, source }) =>
        `${name}\n${connectorName}\n${source}`.toLowerCase().includes(needle),
      )
    const order = (view: ConnectionView): number => (view.problem === null ? 1 : 0)
    return pageOfList(
      views.toSorted((a, b) => order(a) - order(b) || a.name.localeCompare(b.name)),
      page,
    )
  }

  async read(scope: Scope, id: string): Promise<ConnectionView> {
    return describeConnection(await this.#find(scope, id))
  }

  async listRuns(scope: Scope, id: string, { cursor, limit }: Page) {
    return this.#parts.transactions.read(scope, async (reader) => {
      find(await this.#gather(reader), id)
      const before = cursor === undefined ? null : readCursor(cursor)
      const rows = await store.listEnded(reader, id, before, limit + 1)
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      return {
        items: shown.map(({ entry, body }) => ({ ...body, entry, outcome: outcomeOf(body.datasets) })),
        next: rows.length > limit && last !== undefined ? writeCursor(last.entry) : null,
        total: await store.countEnded(reader, id),
      }
    })
  }

  /** Sets secrets: each sealed with the organization's key, and the log says which were set, by whom. */
  async setSecrets(scope: Scope, id: string, secrets: Readonly<Record<string, string>>): Promise<void> {
    const { connector } = await this.#find(scope, id)
    const known = Object.keys(connector?.collector?.secrets ?? {})
    const names = Object.keys(secrets)
    const unknown = names.find((name) => !known.includes(name))
    if (names.length === 0 || unknown !== undefined)
      throw new EvidentiaError(
        'invalid-input',
        unknown === undefined ? 'No secret is given.' : `${connector?.name ?? id} has no secret "${unknown}".`,
        { place: { field: 'secrets' }, remedy: `Give ${known.join(', ')}.` },
      )
    const { transactions, keys } = this.#parts
    const { organization } = scope
    const sealed = await Promise.all(
      Object.entries(secrets).map(async ([name, secret]) =>
        sealSecret(keys, organization, { holder: holderOf(id), name, secret }),
      ),
    )
    await transactions.installation(async (tx) =>
      tx.inOrganization(scope, async (writer) => {
        for (const row of sealed) await saveSecret(tx.db, organization, row)
        await writer.seal('connection-secrets-set', { connection: id, names: names.toSorted() })
      }),
    )
  }

  /** Asks for a collection now. One that waits or goes on already is the answer. */
  async ask(scope: Scope, id: string) {
    const facts = await this.#find(scope, id)
    const { problem, secretsMissing } = describeConnection(facts)
    if (facts.connector?.collector === undefined || secretsMissing.length > 0)
      throw new EvidentiaError(
        'conflict',
        problem?.sentence ?? `There is no connector ${facts.connection.connector}.`,
        {
          remedy: problem?.remedy ?? 'Name a connector that this version has.',
        },
      )
    const { organization, actor, request } = scope
    const { transactions, askForCollecting } = this.#parts
    const asked = { connection: id, run: randomUUID(), asked: new Date(), actor, request, trigger: 'person' } as const
    const going =
      facts.going ??
      (await transactions.installation(async (tx) =>
        tx.inOrganization(scope, async (writer) => {
          await store.askFor(tx.db, organization, asked)
          await writer.seal('collection-asked', { connection: id, run: asked.run })
          return (await store.listGoing(writer)).get(id)
        }),
      ))
    askForCollecting(organization)
    if (going === undefined) throw new EvidentiaError('conflict', 'The collection has ended already.')
    return describeGoing(going)
  }

  async cancel(scope: Scope, id: string, run: string): Promise<void> {
    const { transactions, askForCollecting } = this.#parts
    await transactions.installation(async (tx) =>
      tx.inOrganization(scope, async (writer) => {
        if (!(await store.markCanceled(tx.db, scope.organization, id, run)))
          throw new EvidentiaError('not-found', 'No such collection waits or goes on.', {
            remedy: 'Look at the collections that have ended.',
          })
        await writer.seal('collection-stopped', { connection: id, run })
      }),
    )
    askForCollecting(scope.organization)
  }

  /** Asks for every collection whose time has come, and has those that a killed server left taken on again. */
  async sweep(organization: string): Promise<void> {
    const { transactions, askForCollecting } = this.#parts
    const all = await this.#readAll({ organization })
    const due = all.filter((facts) => {
      const next = nextOf(facts)
      const { secretsMissing, going } = describeConnection(facts)
      return next !== null && next <= facts.now && secretsMissing.length === 0 && going === null
    })
    if (due.length > 0)
      await transactions.cache(organization, async (db) => {
        for (const { connection } of due)
          await store.askFor(db, organization, {
            connection: connection.id,
            run: randomUUID(),
            asked: new Date(),
            actor: scheduler,
            request: null,
            trigger: 'schedule',
          })
      })
    if (due.length > 0 || all.some(({ going }) => going !== undefined)) askForCollecting(organization)
  }

  /** Forgets secrets of connections and webhooks that were withdrawn. */
  async forgetSecrets(organization: string): Promise<void> {
    const { transactions, documents } = this.#parts
    const timeZone = await transactions.read({ organization }, async (reader) => documents.findTimeZone(reader))
    const today = dateOfInstant(new Date().toISOString(), timeZone)
    await transactions.cache(organization, async (db) => forgetSecrets(db, organization, today))
  }

  /** Collects what was asked for in an organization, one after the other. */
  async work(organization: string): Promise<void> {
    const { transactions, onFailure } = this.#parts
    for (;;) {
      const now = new Date()
      const taken = await transactions.cache(organization, async (db) =>
        store.takeOne(db, organization, { now, silentSince: new Date(now.getTime() - silentMs) }),
      )
      if (taken === undefined) return
      try {
        await this.#collect(organization, taken)
      } catch (error) {
        onFailure(error, organization)
        await transactions.cache(organization, async (db) => store.removeRun(db, organization, taken.run))
      }
    }
  }

  async #collect(
    organization: string,
    { connection: id, run, trigger, actor, request }: store.GoingRow,
  ): Promise<void> {
    const { transactions, documents, keys } = this.#parts
    const scope: Scope = { organization, actor, request }
    const { connection, connector } = await this.#find(scope, id)
    if (connector === undefined || connector.collector === undefined)
      throw new EvidentiaError('not-found', `There is no connector ${connection.connector}.`)
    const live: LiveConnector = { ...connector, collector: connector.collector }
    const { secrets, day } = await transactions.read(scope, async (reader) => {
      const today = dateOfInstant(new Date().toISOString(), await documents.findTimeZone(reader))
      return { secrets: await openSecrets(keys, reader, { holder: holderOf(id), today }), day: today }
    })
    const canceled = new AbortController()
    const at = { dataset: connection.feeds[0]?.dataset ?? '', replies: 0 }
    const heart = setInterval(() => {
      transactions
        .cache(organization, async (db) => store.report(db, organization, run, at))
        .then((goesOn) => (goesOn ? undefined : canceled.abort()))
        .catch((error: unknown) => this.#parts.onFailure(error, organization))
    }, reportMs)
    try {
      const goesOn = await transactions.cache(organization, async (db) => store.report(db, organization, run, at))
      if (!goesOn) canceled.abort()
      const ended = await runConnection(this.#parts, {
        scope,
        connection,
        connector: live,
        secrets,
        day,
        signal: canceled.signal,
        onProgress: (dataset, replies) => Object.assign(at, { dataset, replies }),
      })
      const version = live.collector.version
      await transactions.installation(async (tx) =>
        tx.inOrganization(scope, async (writer) => {
          await writer.seal('collection-ended', { run, connection: id, connector: live.id, version, trigger, ...ended })
          await store.removeRun(tx.db, organization, run)
        }),
      )
    } finally {
      clearInterval(heart)
    }
  }

  async #readAll(scope: Pick<Scope, 'organization'>): Promise<ConnectionFacts[]> {
    return this.#parts.transactions.read(scope, async (reader) => this.#gather(reader))
  }

  async #find(scope: Pick<Scope, 'organization'>, id: string): Promise<ConnectionFacts> {
    return find(await this.#readAll(scope), id)
  }

  async #gather(reader: Reader): Promise<ConnectionFacts[]> {
    const now = new Date()
    const timeZone = await this.#parts.documents.findTimeZone(reader)
    const versions = await this.#parts.documents.listOfKinds(reader, ['connection', 'person'])
    const today = dateOfInstant(now.toISOString(), timeZone)
    const program: Program = programOn(versions, today)
    const secrets = await listSecretNames(reader, today)
    const last = await store.listLast(reader)
    const going = await store.listGoing(reader)
    return [...program.connection.values()].map((body) => {
      const connection: Connection = connectionSchema.parse(body)
      const { id, owner } = connection
      const recorded = versions.filter((version) => version.kind === 'connection' && version.id === id)
      return {
        connection,
        connector: connectors.find((one) => one.id === connection.connector),
        ownerName: program.person.get(owner)?.name ?? owner,
        secretsSet: secrets.get(holderOf(id)) ?? [],
        last: last.get(id),
        going: going.get(id),
        recordedAt: new Date(
          recorded
            .map(({ recordedAt }) => recordedAt)
            .toSorted()
            .at(0) ?? now,
        ),
        now,
      }
    })
  }
}

function holderOf(connection: string): string {
  return `connection/${connection}`
}

function find(all: readonly ConnectionFacts[], id: string): ConnectionFacts {
  const found = all.find(({ connection }) => connection.id === id)
  if (found === undefined) throw new EvidentiaError('not-found', `There is no connection called "${id}".`)
  return found
}

function listLive(): LiveConnector[] {
  return connectors.flatMap((connector) =>
    connector.collector === undefined ? [] : [{ ...connector, collector: connector.collector }],
  )
}

function findLive(id: string): LiveConnector {
  const found = listLive().find((connector) => connector.id === id)
  if (found === undefined)
    throw new EvidentiaError('not-found', `There is no connector "${id}" that reads over the network.`, {
      remedy: `Name one of ${listLive()
        .map((one) => one.id)
        .join(', ')}.`,
    })
  return found
}
