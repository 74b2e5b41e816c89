import { type Collected, type Connector, collect, createContext } from '@evidentia/connectors'
import { type CollectionEnded, type Connection, type DatasetOutcome, EvidentiaError } from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Scope } from '../../platform/db/transactions.ts'
import type { EvidenceService } from '../evidence/service.ts'

export interface RunParts {
  readonly blobs: BlobStore
  readonly evidence: EvidenceService
  readonly allowedHosts: readonly string[]
}

export interface RunRequest {
  readonly scope: Scope
  readonly connection: Connection
  readonly connector: Connector & { readonly collector: NonNullable<Connector['collector']> }
  readonly secrets: Readonly<Record<string, string>>
  /** The organization's calendar day of the collection. */
  readonly day: string
  readonly signal: AbortSignal
  readonly onProgress: (dataset: string, replies: number) => void
}

/**
 * Reads every dataset a connection feeds, one after the other, and records each as evidence, also what failed: its artifact says what
 * could not be read, so that what it was to prove is unknown from now on and not merely old.
 */
export async function runConnection(
  parts: RunParts,
  request: RunRequest,
): Promise<Pick<CollectionEnded, 'startedAt' | 'endedAt' | 'datasets'>> {
  const startedAt = new Date().toISOString()
  const datasets: DatasetOutcome[] = []
  for (const feed of request.connection.feeds) datasets.push(await readDataset(parts, request, feed))
  return { startedAt, endedAt: new Date().toISOString(), datasets }
}

async function readDataset(
  parts: RunParts,
  request: RunRequest,
  { dataset, proves }: Connection['feeds'][number],
): Promise<DatasetOutcome> {
  const { scope, connection, connector, secrets, day, signal, onProgress } = request
  const { collector } = connector
  const canceled = {
    dataset,
    outcome: 'canceled',
    replies: 0,
    unread: 0,
    records: 0,
    evidence: null,
    problem: null,
  } as const
  if (signal.aborted) return canceled
  const staging = await parts.blobs.beginStage(scope.organization)
  let collected: Collected
  try {
    collected = await collect({
      connector: connector.id,
      collector,
      dataset,
      connected: { settings: connection.settings, secrets },
      context: createContext({ allowedHosts: parts.allowedHosts, signal }),
      write: async (chunk) => staging.write(chunk),
      onReply: (_about, replies) => onProgress(dataset, replies),
    })
  } catch (error) {
    await staging.abort()
    return { ...canceled, outcome: 'failed', problem: explain(error) }
  }
  const { replies, unread, failure } = collected
  if (failure?.kind === 'canceled') {
    await staging.abort()
    return { ...canceled, replies }
  }
  const [first] = unread
  const problem =
    failure !== null
      ? { sentence: failure.sentence, remedy: failure.remedy }
      : first === undefined
        ? null
        : {
            sentence: `${unread.length} reads failed, first of ${first.about}: ${first.reason}`.slice(0, 1000),
            remedy: 'Look at the run for all of them.',
          }
  const outcome = failure !== null ? 'failed' : unread.length > 0 ? 'partial' : 'complete'
  const told = { dataset, outcome, replies, unread: unread.length, problem } as const
  try {
    const { evidence } = await parts.evidence.record(scope, {
      name: `${connection.id}-${dataset}-${collected.startedAt.replaceAll(/[:.]/g, '')}.json`,
      blob: await staging.finish(),
      claim: {
        proves: [...proves],
        effective: { from: day, to: day },
        collectedAt: collected.endedAt,
        source: `${connector.name}: ${collector.sourceOf(connection.settings)}`.slice(0, 200),
        query: collector.requestsOf(dataset, connection.settings).join('\n').slice(0, 4000),
      },
      broughtBy: { type: 'connector', id: connector.id, version: String(collector.version) },
    })
    const records = Object.values(evidence.derived?.counts ?? {}).reduce((sum, count) => sum + count, 0)
    return { ...told, records, evidence: evidence.id }
  } catch (error) {
    return { ...told, outcome: 'failed', records: 0, evidence: null, problem: explain(error) }
  }
}

/** What is refused by our own doors is said as it is; anything else is a defect, told without its inside. */
function explain(error: unknown): { sentence: string; remedy: string } {
  if (error instanceof EvidentiaError)
    return { sentence: error.message.slice(0, 1000), remedy: error.remedy ?? 'Collect again.' }
  return {
    sentence: 'The collection failed for a reason that is in the log of the server.',
    remedy: 'Tell the operator.',
  }
}
