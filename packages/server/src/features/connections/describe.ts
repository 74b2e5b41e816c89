import type { Connector } from '@evidentia/connectors'
import {
  type Catalog,
  type CheckShelf,
  type Connection,
  type ConnectionState,
  type Contracts,
  outcomeOf,
  secondsBetweenCollections,
} from '@evidentia/core'
import { z } from 'zod'
import type { EndedRow, GoingRow } from './store.ts'

type ConnectorView = z.input<Contracts['listConnectors']['output']>['items'][number]
export type ConnectionView = z.input<Contracts['readConnection']['output']>

/** How late a collection may be before its connection counts as silent, as a share of the time between two. */
const patience = 2

export function describeConnector(
  { id, name, reads, collector }: Connector & { collector: NonNullable<Connector['collector']> },
  catalog: Catalog,
  checks: CheckShelf,
): ConnectorView {
  return {
    id,
    name,
    reads,
    schedule: collector.schedule,
    settings: z.toJSONSchema(collector.settings, { io: 'input', unrepresentable: 'any' }),
    secrets: Object.entries(collector.secrets).map(([secret, field]) => ({ name: secret, ...field })),
    datasets: collector.datasets.map(({ id: dataset, title, says, permissions, importer }) => ({
      id: dataset,
      title,
      says,
      permissions: [...permissions],
      recordTypes: [...importer.recordTypes],
      fits: listFitting(catalog, checks, importer.recordTypes),
    })),
  }
}

/** Evidence requirements with checks, all of which find their population among these record types. */
function listFitting(catalog: Catalog, shelf: CheckShelf, types: readonly string[]): string[] {
  return [...catalog.controls.values()].flatMap(({ id, evidence }) =>
    evidence.flatMap((requirement) => {
      const read = (requirement.checks ?? []).flatMap((check) => shelf.installed.get(check)?.population ?? [])
      return read.length > 0 && read.every((type) => types.includes(type)) ? [`${id}/${requirement.id}`] : []
    }),
  )
}

export interface ConnectionFacts {
  readonly connection: Connection
  readonly connector: Connector | undefined
  readonly ownerName: string
  readonly secretsSet: readonly string[]
  readonly last: EndedRow | undefined
  readonly going: GoingRow | undefined
  readonly recordedAt: Date
  readonly now: Date
}

export function describeConnection(facts: ConnectionFacts): ConnectionView {
  const { connection, connector, ownerName, secretsSet, last, going } = facts
  const { id, name, schedule, owner } = connection
  const needed = Object.keys(connector?.collector?.secrets ?? {})
  const secretsMissing = needed.filter((secret) => !secretsSet.includes(secret))
  const state = stateOf(facts, secretsMissing)
  return {
    id,
    name,
    connector: connection.connector,
    connectorName: connector?.name ?? connection.connector,
    source: sourceOf(connection, connector),
    schedule,
    owner: { id: owner, name: ownerName },
    state,
    problem: problemOf(facts, state, secretsMissing),
    secretsSet: [...secretsSet],
    secretsMissing,
    last: last === undefined ? null : { ...last.body, entry: last.entry, outcome: outcomeOf(last.body.datasets) },
    going: going === undefined ? null : describeGoing(going),
    next: nextOf(facts)?.toISOString() ?? null,
  }
}

export function describeGoing({ run, state, trigger, asked, dataset, replies }: GoingRow) {
  return { run, state, trigger, asked: asked.toISOString(), dataset, replies }
}

/** When a connection is to be collected next; null where nobody waits for it. */
export function nextOf({ connection, last, recordedAt }: ConnectionFacts): Date | null {
  const seconds = secondsBetweenCollections(connection.schedule)
  if (seconds === null) return null
  return last === undefined ? recordedAt : new Date(Date.parse(last.body.startedAt) + seconds * 1000)
}

function stateOf(facts: ConnectionFacts, secretsMissing: readonly string[]): ConnectionState {
  const { connection, last, going, now } = facts
  if (going !== undefined) return going.state
  if (secretsMissing.length > 0) return 'no-secrets'
  const seconds = secondsBetweenCollections(connection.schedule)
  const next = nextOf(facts)
  if (seconds !== null && next !== null && now.getTime() - next.getTime() > seconds * 1000 * (patience - 1))
    return 'silent'
  if (last === undefined) return connection.schedule === 'paused' ? 'paused' : 'never-run'
  const outcome = outcomeOf(last.body.datasets)
  return outcome === 'canceled' ? 'partial' : outcome
}

function problemOf(
  { connection, last, ownerName }: ConnectionFacts,
  state: ConnectionState,
  secretsMissing: readonly string[],
): ConnectionView['problem'] {
  if (state === 'no-secrets')
    return {
      sentence: `No ${secretsMissing.join(' and no ')} is set, so nothing can be collected.`,
      remedy: 'Set the secrets of this connection.',
    }
  if (state === 'silent')
    return {
      sentence: `Nothing has been collected since ${last?.body.endedAt ?? 'it was made'}, though it is to be ${connection.schedule}.`,
      remedy: `Collect now. If that works, tell the operator that scheduled work does not run; ${ownerName} answers for this connection.`,
    }
  if (state !== 'failed' && state !== 'partial') return null
  const problems = last?.body.datasets.flatMap(({ dataset, problem }) =>
    problem === null ? [] : [{ ...problem, sentence: `${dataset}: ${problem.sentence}` }],
  )
  return problems?.[0] ?? null
}

function sourceOf({ settings }: Connection, connector: Connector | undefined): string {
  try {
    return connector?.collector?.sourceOf(settings) ?? ''
  } catch {
    // Settings of an earlier version of the connector: the connection is still to be shown, with what is wrong when it is collected.
    return ''
  }
}
