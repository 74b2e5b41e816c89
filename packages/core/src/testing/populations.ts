import type { Evidence } from '../evidence/evidence.ts'
import type { PopulationDefinition } from '../populations/definition.ts'
import { selectPopulation, type UnsealedCard } from '../populations/select.ts'
import type { PopulationFacts } from '../populations/exports.ts'
import type { PopulationRow } from '../populations/card.ts'
import type { Remark } from '../populations/appendix.ts'
import type { Spool } from '../populations/sorter.ts'
import { recordSchema, type TypedRecord } from '../records/record.ts'

/** A change ticket that was implemented at an instant, or not yet. */
export function changeOf(key: string, implementedAt: string | null, more: object = {}): TypedRecord {
  const unsaid = { requester: null, approver: null, approvedAt: null, implementer: null, plannedStart: null }
  const unsaidToo = { plannedEnd: null, rollbackPlan: null, testEvidence: null, validationResult: null }
  const body = {
    key,
    summary: key,
    type: 'normal',
    status: 'Closed',
    implementedAt,
    systems: [],
    ...unsaid,
    ...unsaidToo,
  }
  return recordSchema.parse({ type: 'change', key, line: 2, body: { ...body, ...more } })
}

/** An export with records in it. */
export interface Export {
  readonly evidence: Evidence
  readonly records: readonly TypedRecord[]
}

export function exportOf(
  number: number,
  from: string,
  to: string,
  records: readonly TypedRecord[],
  more: Partial<Evidence> = {},
): Export {
  const digits = String(number).padStart(20, '0')
  const counts: Record<string, number> = records.length === 0 ? { change: 0 } : {}
  for (const { type } of records) counts[type] = (counts[type] ?? 0) + 1
  return {
    records,
    evidence: {
      id: `ev_${digits}`,
      artifact: { sha256: digits.padEnd(64, 'a'), size: 10, name: `export-${number}.csv`, mediaType: 'text/csv' },
      derived: {
        importer: 'test',
        version: 1,
        sha256: digits.padEnd(64, 'b'),
        size: 10,
        counts,
        skipped: [],
        skippedTotal: 0,
      },
      proves: [{ requirement: 'change-approval/change-tickets' }],
      effective: { from, to },
      collectedAt: `${to}T20:00:00Z`,
      source: 'Ticketing system',
      collector: { type: 'connector', id: 'tickets' },
      recordedAt: `${to}T21:00:00Z`,
      ...more,
    },
  }
}

/** All changes of a period, by when they were implemented. */
export function changesOf(from: string, to: string, more: Partial<PopulationDefinition> = {}): PopulationDefinition {
  return {
    name: 'Changes',
    period: { from, to },
    records: {
      type: 'change',
      placedBy: ['implementedAt'],
      exports: 'activity',
      uniqueWithin: 'organization',
      query: { all: [] },
    },
    numbered: false,
    ...more,
  }
}

export interface Selected {
  readonly card: UnsealedCard
  readonly rows: readonly PopulationRow[]
  readonly remarks: readonly Remark[]
  /** Both files, byte for byte. */
  readonly text: string
}

/** Selects in memory, or through a spool. */
export async function select(
  definition: PopulationDefinition,
  exports: readonly Export[],
  more: Partial<PopulationFacts> & { spool?: Spool; timeZone?: string } = {},
): Promise<Selected> {
  const { spool = null, timeZone = 'America/Chicago', ...facts } = more
  const records = new Map(exports.map((one) => [one.evidence.id, one.records]))
  const [rows, remarks]: [string[], string[]] = [[], []]
  const card = await selectPopulation(
    definition,
    { evidence: exports.map(({ evidence }) => evidence), events: [], unreadable: new Set(), ...facts },
    timeZone,
    {
      spool,
      report: async () => undefined,
      readRecords: async function* ({ id }) {
        yield* records.get(id) ?? []
      },
    },
    { row: async (line) => void rows.push(line), remark: async (line) => void remarks.push(line) },
  )
  return {
    card,
    rows: rows.map((line): PopulationRow => JSON.parse(line)),
    remarks: remarks.map((line): Remark => JSON.parse(line)),
    text: [...rows, ...remarks].join(''),
  }
}
