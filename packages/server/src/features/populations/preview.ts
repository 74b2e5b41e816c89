import {
  drawExports,
  type Evidence,
  type PopulationDefinition,
  selectPopulation,
  type TypedRecord,
} from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { ReadDerived } from '../../platform/db/projection/records.ts'
import { countRecords, findUnreadable, type Question } from './draw.ts'

/** So many records are looked at while a person still types. */
const previewRecords = 20_000

/** What freezing would give, counted by the very same selection; nothing is written. */
export async function previewPopulation(
  { blobs, readDerived }: { readonly blobs: BlobStore; readonly readDerived: ReadDerived },
  organization: string,
  definition: PopulationDefinition,
  { facts, timeZone }: Omit<Question, 'definition'>,
) {
  const unreadable = await findUnreadable(blobs, organization, definition, { ...facts, unreadable: new Set() })
  const known = { ...facts, unreadable }
  const records = countRecords(definition, facts)
  let left = previewRecords
  const readSome = async function* ({ derived }: Evidence): AsyncGenerator<TypedRecord> {
    for await (const record of readDerived.records(organization, derived?.sha256 ?? '')) {
      if (left === 0) return
      left -= 1
      yield record
    }
  }
  const ignore = async (): Promise<void> => undefined
  const card = await selectPopulation(
    definition,
    known,
    timeZone,
    { readRecords: readSome, spool: null, report: ignore },
    { row: ignore, remark: ignore },
  )
  return {
    exports: drawExports(definition.records, definition.period, known).length,
    gone: card.gone,
    records,
    isWhole: records <= previewRecords,
    counts: card.counts,
    coverage: card.coverage,
    missing: card.sequence?.missing ?? null,
  }
}
