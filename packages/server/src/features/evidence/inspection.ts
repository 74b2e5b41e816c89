import {
  type Catalog,
  type CheckShelf,
  type Contracts,
  dateOfInstant,
  type DateRange,
  earlier,
  EvidentiaError,
  type Importer,
  later,
  type RecordDraft,
  type RecordType,
  type Returned,
  suggestPlacing,
} from '@evidentia/core'
import type { Deposit } from './intake.ts'
import { type ListMappings, recognize } from './recognize.ts'

type Inspection = Returned<Contracts['inspectFile']>

interface Parts {
  readonly catalog: Catalog
  readonly checks: CheckShelf
  /** The organization's, in which an instant has a day. */
  readonly timeZone: string
  readonly listMappings: ListMappings
}

/** What a file would give if it were recorded, and which evidence it may be; a proposal, and nothing is kept of it. */
export async function inspectFile(
  { name, blob }: Pick<Deposit, 'name' | 'blob'>,
  { catalog, checks, timeZone, listMappings }: Parts,
): Promise<Inspection> {
  try {
    const importer = await recognize(name, blob, listMappings)
    const nothing = { importer: null, records: {}, skipped: 0, period: null, refusal: null, fits: [] }
    if (importer === null) return nothing
    const { id, title } = importer
    const fits = listFitting(importer, catalog, checks)
    try {
      return { ...(await count(importer, name, blob.read(), timeZone)), importer: { id, title }, refusal: null, fits }
    } catch (error) {
      if (!(error instanceof EvidentiaError)) throw error
      const refusal = { sentence: error.message, remedy: error.remedy ?? null }
      return { ...nothing, importer: { id, title }, refusal, fits }
    }
  } finally {
    await blob.discard()
  }
}

async function count(
  importer: Importer,
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  timeZone: string,
): Promise<Pick<Inspection, 'records' | 'skipped' | 'period'>> {
  const records: Partial<Record<RecordType, number>> = {}
  let skipped = 0
  let period: DateRange | null = null
  for await (const item of importer.read({ name, bytes })) {
    if ('skipped' in item) {
      skipped += 1
      continue
    }
    const { type } = item.record
    records[type] = (records[type] ?? 0) + 1
    const day = dayOf(item.record, timeZone)
    if (day !== null) period = widen(period, day)
  }
  return { records, skipped, period }
}

function widen(period: DateRange | null, day: string): DateRange {
  if (period === null) return { from: day, to: day }
  return { from: earlier(period.from, day), to: later(period.to, day) }
}

/** The day that an event happened on; null for what holds as a state. */
function dayOf({ type, body }: RecordDraft, timeZone: string): string | null {
  const values = new Map(Object.entries(body))
  for (const field of suggestPlacing(type)) {
    const at = values.get(field)
    if (typeof at === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(at) ? at : dateOfInstant(at, timeZone)
  }
  return null
}

/** Evidence requirements that ask for this kind of file, and those all of whose checks read only what it gives. */
function listFitting({ id: importer, recordTypes }: Importer, catalog: Catalog, shelf: CheckShelf): string[] {
  return [...catalog.controls.values()].flatMap(({ id, evidence }) =>
    evidence.flatMap((requirement) => {
      const read = (requirement.checks ?? []).flatMap((check) => shelf.installed.get(check)?.population ?? [])
      const isRead = read.length > 0 && read.every((type) => recordTypes.some((one) => one === type))
      return isRead || requirement.importers?.includes(importer) === true ? [`${id}/${requirement.id}`] : []
    }),
  )
}
