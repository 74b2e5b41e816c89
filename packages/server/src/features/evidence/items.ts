import {
  type Actor,
  computeLifecycle,
  defaultRetention,
  type EvidenceBody,
  EvidentiaError,
  type Lifecycle,
  retainedUntil,
  type RetentionClass,
  retentionClasses,
} from '@evidentia/core'
import type { Reader } from '../../platform/db/transactions.ts'
import { findCorrections, listEventsOf } from './lifecycle-store.ts'
import type { EvidenceRow } from '../../platform/log/sealed-evidence.ts'

/** Evidence as it is shown: what was sealed, and what became of it. */
export interface EvidenceItem extends EvidenceBody, Lifecycle {
  readonly recordedAt: string
  readonly entry: number
  readonly actor: Actor
  readonly retention: RetentionClass
  readonly retainedUntil: string
  readonly supersededBy: string | null
}

/** The rows as items, in their order. Days are those of `timeZone`. */
export async function describeItems(
  reader: Reader,
  rows: readonly EvidenceRow[],
  timeZone: string,
): Promise<EvidenceItem[]> {
  const ids = rows.map(({ body }) => body.id)
  const events = Map.groupBy(await listEventsOf(reader, ids), ({ body }) => body.evidence)
  const corrections = await findCorrections(reader, ids)
  return rows.map((row) => ({
    ...describeFresh(row, timeZone),
    supersededBy: corrections.get(row.body.id) ?? null,
    ...computeLifecycle(events.get(row.body.id) ?? []),
  }))
}

/** Evidence to which nothing has happened yet. */
export function describeFresh({ body, recorded_at, entry, actor }: EvidenceRow, timeZone: string): EvidenceItem {
  return {
    ...body,
    recordedAt: recorded_at.toISOString(),
    entry,
    actor,
    retention: body.retention ?? defaultRetention,
    retainedUntil: retainedUntil(body, timeZone),
    supersededBy: null,
    ...computeLifecycle([]),
  }
}

/** Throws `gone`, with who approved it, when and by which policy, for evidence whose bytes were disposed of. */
export function refuseDisposed({ id, disposal }: Pick<EvidenceItem, 'id' | 'disposal'>): void {
  if (disposal === null || disposal.approved === null) return
  const { policy, by, at } = disposal.approved
  const { title, years, source } = retentionClasses[policy]
  throw new EvidentiaError(
    'gone',
    `The content of ${id} was disposed of on ${at.slice(0, 10)}, approved by ${by}, by policy “${title}” (${years} years; ${source}). Its entry and its receipt still stand.`,
  )
}
