import type {
  Actor,
  FactBody,
  FindingAct,
  FindingActKind,
  FindingItem,
  FindingKind,
  FindingState,
  FindingTrace,
  IncidentAct,
  IncidentActKind,
  ResultHead,
  SealedResult,
  Severity,
  PopulationDefinition,
  PopulationRow,
  Row,
  TypedRecord,
} from '@evidentia/core'
import type { ColumnType } from 'kysely'

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>

export interface CheckResultTable {
  organization: string
  id: string
  entry: number
  recorded_at: Date
  row_key: string
  control: string
  check_id: string
  version: number
  evidence: string | null
  interval_from: string | null
  verdict: ResultHead['verdict']
  question: string
  items_sha256: string
  content_sha256: string | null
  content_size: number | null
  head: Json<ResultHead>
  content: ColumnType<InlineContent | null, string | null, never>
}
type InlineContent = Extract<SealedResult['content'], { readonly items: unknown }>
export interface CheckDueTable {
  organization: string
  row_key: string
  token: ColumnType<string, undefined, never>
}
export interface FindingActTable {
  organization: string
  entry: number
  finding: string
  kind: FindingActKind
  recorded_at: Date
  actor: Json<Actor>
  body: Json<FindingAct['body']>
}
export interface IncidentActTable {
  organization: string
  entry: number
  incident: string
  kind: IncidentActKind
  recorded_at: Date
  actor: Json<Actor>
  body: Json<IncidentAct['body']>
}
export interface FindingProgramTable {
  organization: string
  expires: string | null
}
export interface FindingTraceTable {
  organization: string
  finding: string
  digest: string
  people: string[]
  expires: string | null
  trace: Json<FindingTrace>
}
export interface FindingSpanTable {
  organization: string
  finding: string
  from_day: string
  until_day: string | null
  state: FindingState
  kind: FindingKind
  severity: Severity
  severity_rank: number
  control: string | null
  system: string | null
  owner: string | null
  since: string
  /** The last day there is, where none is set. */
  due: string
  words: string
  item: Json<FindingItem>
}
export interface MatrixPositionTable {
  organization: string
  entry: number
  day: number
  rules: string
}
export interface MatrixRowTable {
  organization: string
  row_key: string
  control: string
  requirement: string
  area: string
  system: string | null
  vendor: string | null
  control_title: string
  subject_name: string
  cadence_days: number
  said: string
  from_days: number[]
  statuses: (number | null)[]
  dues: (number | null)[]
  sinces: (number | null)[]
  newest: (string | null)[]
  newest_to: (number | null)[]
  states: (number | null)[]
  owners: (string | null)[]
  backups: (string | null)[]
  status: number | null
  due: number
  owner: string | null
  backup_owner: string | null
  evidence_to: number | null
  body: Json<Row> | null
  expires: number | null
}
export interface PopulationTable {
  organization: string
  id: string
  entry: number
  recorded_at: Date
  actor: Json<Actor>
  name: string
  record_type: TypedRecord['type']
  supersedes: string | null
  rows_sha256: string
  appendix_sha256: string
  body: Json<FactBody<'population-frozen'>>
}
export interface PopulationPartTable {
  organization: string
  population: string
  first: number
  rows: Json<PopulationRow[]>
}
export interface PopulationEventTable {
  organization: string
  entry: number
  population: string
  kind: 'population-attested' | 'population-shared'
  recorded_at: Date
  actor: Json<Actor>
  body: Json<FactBody<'population-attested'> | FactBody<'population-shared'>>
}
export interface PopulationFreezeTable {
  organization: string
  id: string
  requested: Date
  actor: Json<Actor>
  request: string | null
  definition: Json<PopulationDefinition>
  supersedes: string | null
  state: 'waiting' | 'freezing' | 'frozen' | 'failed'
  alive: Date
  done: ColumnType<number, number | undefined, number>
  total: ColumnType<number, number | undefined, number>
  population: ColumnType<string | null, undefined, string>
  unchanged: ColumnType<boolean, undefined, boolean>
  problem: ColumnType<string | null, undefined, string>
}
