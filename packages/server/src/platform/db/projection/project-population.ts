import type { PopulationRow } from '@evidentia/core'
import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'
import { toJsonText } from './json-text.ts'
import type { EntryOf } from './project.ts'
import type { ReadDerived } from './records.ts'

/** Rows of one part. A list is read in parts, and a part is read whole. */
export const rowsInPart = 500

/** Inserts a population and the rows of its file, in constant memory. */
export async function projectPopulation(
  tx: Transaction<Tables>,
  { index, sealed, fact }: EntryOf<'population-frozen'>,
  readDerived: ReadDerived,
): Promise<void> {
  const { organization, recordedAt, actor } = sealed
  await tx
    .insertInto('population')
    .values({
      organization,
      id: fact.id,
      entry: index,
      recorded_at: new Date(recordedAt),
      actor: toJsonText(actor),
      name: fact.definition.name,
      record_type: fact.definition.records.type,
      supersedes: fact.supersedes,
      rows_sha256: fact.card.rows.sha256,
      appendix_sha256: fact.card.appendix.sha256,
      body: toJsonText(fact),
    })
    .execute()
  let first = 0
  let rows: PopulationRow[] = []
  const flush = async (): Promise<void> => {
    await tx
      .insertInto('population_part')
      .values({ organization, population: fact.id, first, rows: toJsonText(rows) })
      .execute()
    first += rows.length
    rows = []
  }
  for await (const row of readDerived.rows(organization, fact.card.rows.sha256)) {
    rows.push(row)
    if (rows.length === rowsInPart) await flush()
  }
  if (rows.length > 0) await flush()
}

export async function projectPopulationEvent(
  tx: Transaction<Tables>,
  { index, kind, sealed, fact }: EntryOf<'population-attested' | 'population-shared'>,
): Promise<void> {
  const { organization, recordedAt, actor } = sealed
  await tx
    .insertInto('population_event')
    .values({
      organization,
      entry: index,
      population: fact.population,
      kind,
      recorded_at: new Date(recordedAt),
      actor: toJsonText(actor),
      body: toJsonText(fact),
    })
    .execute()
}
