import {
  arrangeFacts,
  cadenceEventSources,
  type Catalog,
  type CheckShelf,
  findCheck,
  type Evidence,
  gatherKnowledge,
  type Knowledge,
  type Obligations,
  type ProgramHistory,
  type RecordType,
  type RowIdentity,
  ruleOf,
  type SourcedRecord,
} from '@evidentia/core'
import type { Reader } from '../../platform/db/transactions.ts'
import type { EvidenceService } from '../evidence/service.ts'

/** The programme as known, put together once and kept while no document comes. */
export interface KnownProgram {
  readonly history: ProgramHistory
  readonly obligations: Obligations
  readonly timeZone: string
}

export interface KnowledgeParts {
  readonly catalog: Catalog
  readonly checks: CheckShelf
  readonly evidence: EvidenceService
}

/** Reads all that some rows follow from, and nothing else: their own evidence, and what their checks and events join. */
export async function readKnowledge(
  reader: Reader,
  { catalog, checks, evidence }: KnowledgeParts,
  { history, obligations, timeZone }: KnownProgram,
  rows: readonly RowIdentity[] | { readonly control: string; readonly rows: readonly RowIdentity[] },
): Promise<Knowledge> {
  const wanted = 'control' in rows ? rows.rows : rows
  const own = await evidence.listOfRows(reader, 'control' in rows ? { control: rows.control } : rows)
  const { checked, joined } = readsOf(wanted, { history, obligations }, checks)
  const sources = await evidence.listCarrying(reader, joined)
  const all = [...new Map([...own, ...sources].map((item) => [item.id, item])).values()]
  const read = [...own.filter((item) => provesSome(item, checked)), ...sources].filter(
    ({ derived }) => derived !== null,
  )
  const records = await evidence.readRecordsOf(reader, [...new Set(read.map(({ id }) => id))])
  const events = await evidence.listEventsOfAll(
    reader,
    all.map(({ id }) => id),
  )
  const readRecords = (id: string): readonly SourcedRecord[] => records.get(id) ?? []
  const facts = arrangeFacts({ evidence: all, events, readRecords, knownAt: undefined, timeZone })
  return { ...gatherKnowledge(catalog, history, facts, checks), obligations }
}

/** Of which evidence requirements the records are checked, and which types are joined from elsewhere. */
function readsOf(
  rows: readonly RowIdentity[],
  { history, obligations }: Pick<KnownProgram, 'history' | 'obligations'>,
  checks: CheckShelf,
): { checked: ReadonlySet<string>; joined: RecordType[] } {
  const joinsOf = (id: string): readonly RecordType[] => joinsOfCheck(id, history, checks)
  const wanted = new Set(rows.map(({ control, requirement }) => `${control}/${requirement}`))
  const checked = new Set<string>()
  const joined = new Set<RecordType>()
  for (const control of new Set(rows.map((row) => row.control))) {
    for (const { id, cadence, checks: used = [] } of obligations
      .versionsOf(control)
      .flatMap((version) => version.evidence)) {
      if (!wanted.has(`${control}/${id}`)) continue
      if (used.length > 0) checked.add(`${control}/${id}`)
      for (const type of used.flatMap(joinsOf)) joined.add(type)
      const rule = ruleOf(cadence)
      if (rule.kind === 'event') for (const type of cadenceEventSources[rule.event]) joined.add(type)
    }
  }
  return { checked, joined: [...joined] }
}

/** The record types a check joins, in any version that the programme ever defined. */
export function joinsOfCheck(id: string, history: ProgramHistory, checks: CheckShelf): readonly RecordType[] {
  const days = history.versionsOf('check', id).map(({ effective }) => effective)
  return ['', ...days].flatMap((day) => findCheck(checks, id, history.on(day))?.joins ?? [])
}

function provesSome({ proves }: Evidence, requirements: ReadonlySet<string>): boolean {
  return proves.some(({ requirement }) => requirements.has(requirement))
}
