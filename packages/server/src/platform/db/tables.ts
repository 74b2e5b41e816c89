import type {
  Actor,
  EvidenceEvent,
  EvidenceEventKind,
  FactBody,
  PackedContent,
  PackageSelection,
  ProgramDocument,
  Role,
  TypedRecord,
} from '@evidentia/core'
import type { ColumnType, JSONColumnType } from 'kysely'

import type {
  CollectionRunTable,
  CollectionTable,
  MailMessageTable,
  SealedSecretTable,
  WebhookDeliveryTable,
} from './collection-tables.ts'
import type { ScimDirectoryTable, ScimRequestTable, ScimResourceTable, ScimSnapshotTable } from './scim-tables.ts'
import type {
  FindingActTable,
  IncidentActTable,
  FindingProgramTable,
  FindingTraceTable,
  FindingSpanTable,
  CheckDueTable,
  CheckResultTable,
  MatrixPositionTable,
  MatrixRowTable,
  PopulationTable,
  PopulationPartTable,
  PopulationEventTable,
  PopulationFreezeTable,
} from './assessment-tables.ts'

/** How somebody signed in, in the words of the log. */
export type SignInMethod = FactBody<'signed-in'>['method']

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>

interface AccountTable {
  id: string
  email: string
  name: string
}
interface PasswordTable {
  account: string
  hash: string
  changed: Date
}
interface TotpTable {
  account: string
  secret: Buffer
  confirmed: boolean
  last_step: ColumnType<number, number | undefined, number>
}
interface PasskeyTable {
  id: string
  account: string
  name: string
  relying_party: string
  public_key: Buffer
  counter: number
  transports: string[]
  created: Date
}
interface PasskeyChallengeTable {
  id: string
  challenge: string
  account: string | null
  expires: Date
}
interface SessionTable {
  id: string
  account: string
  token_hash: Buffer
  started: Date
  last_used: Date
  ends: Date
  address: string
  agent: string
  method: SignInMethod
}
interface OneTimeLinkTable {
  token_hash: Buffer
  account: string
  expires: Date
}
interface SignInAttemptTable {
  bucket: string
  window_start: Date
  attempts: number
}
interface OrganizationSlugTable {
  slug: string
  organization: string
}
interface ApiKeySecretTable {
  id: string
  organization: string
  hash: Buffer
  last_used: ColumnType<Date | null, Date | undefined, Date>
}

interface FirstStartTable {
  only_row: ColumnType<boolean, boolean | undefined, never>
  finished: Date
}

interface LogStateTable {
  organization: string
  size: number
  frontier: Buffer
  recorded_at: Date
}
interface LogEntryTable {
  organization: string
  index: number
  leaf_hash: Buffer
  body: Buffer
  recorded_at: Date
}
interface LogNodeTable {
  organization: string
  level: number
  index: number
  hash: Buffer
}

interface SmallArtifactTable {
  organization: string
  sha256: Buffer
  stored_at: Date
  sealed: Buffer
}

interface CheckpointTable {
  organization: string
  size: number
  note: Buffer
  published: Date
  time_stamp: Buffer | null
}

interface OrganizationTable {
  organization: string
  entry: number
  slug: string
  name: string
  sample: boolean
  created: Date
}
interface MemberTable {
  organization: string
  account: string
  entry: number
  email: string
  name: string
  role: Role
}
interface ApiKeyTable {
  organization: string
  id: string
  entry: number
  name: string
  role: Role
  created: Date
  expires: Date | null
  revoked: Date | null
}
interface DocumentTable {
  organization: string
  entry: number
  kind: ProgramDocument['kind']
  id: string
  effective: string
  recorded_at: Date
  body: ColumnType<Record<string, unknown> | null, string | null, never>
}
interface EvidenceTable {
  organization: string
  id: string
  entry: number
  recorded_at: Date
  artifact_sha256: string
  artifact_name: string
  artifact_size: number
  record_types: string[] | null
  derived_sha256: string | null
  effective_from: string
  effective_to: string
  source: string
  supersedes: string | null
}
interface EvidenceEventTable {
  organization: string
  entry: number
  evidence: string
  kind: EvidenceEventKind
  recorded_at: Date
  actor: Json<Actor>
  body: Json<EvidenceEvent['body']>
}
interface EvidenceTextTable {
  organization: string
  evidence: string
  part: number
  reader: number
  words: string
}
interface EvidenceProofTable {
  organization: string
  evidence: string
  ordinal: number
  control: string
  requirement: string
  system: string | null
  vendor: string | null
}
interface RecordTable {
  organization: string
  evidence: string
  ordinal: number
  type: TypedRecord['type']
  key: string
  line: number | null
  body: JSONColumnType<Record<string, unknown>>
}
interface OrganizationKeyTable {
  organization: string
  id: string
  wrapped: Buffer | null
  created: Date
  destroyed: ColumnType<Date | null, Date | null | undefined, Date>
}
interface IdempotencyTable {
  organization: string
  actor: string
  key: string
  request_hash: Buffer
  started: Date
  status: number | null
  answer: Buffer | null
  /** Who is working on it, while there is no answer. */
  node: number | null
}
interface LogKeyRotationTable {
  organization: string
  entry: number
  from_key: string
  to_key: string
}
interface PolicyAcknowledgmentTable {
  organization: string
  entry: number
  policy: string
  sha256: string
  person: string
  recorded_at: Date
}
interface AccessRefusalTable {
  organization: string
  bucket: string
  began: Date
  waiting: number
  actor: Json<Actor>
  request: string | null
  operation: string
  reason: FactBody<'access-refused'>['reason']
}
interface PackageTable {
  organization: string
  id: string
  requested: Date
  actor: Json<Actor>
  selection: Json<PackageSelection>
  state: 'waiting' | 'making' | 'ready' | 'failed'
  alive: Date
  done: ColumnType<number, number | undefined, number>
  total: ColumnType<number, number | undefined, number>
  content: ColumnType<PackedContent | null, undefined, string>
  problem: ColumnType<string | null, undefined, string>
  expires: ColumnType<Date | null, undefined, Date>
}

/** Every table, as the migrations make them. */
export interface Tables {
  account: AccountTable
  password: PasswordTable
  totp: TotpTable
  passkey: PasskeyTable
  passkey_challenge: PasskeyChallengeTable
  session: SessionTable
  one_time_link: OneTimeLinkTable
  sign_in_attempt: SignInAttemptTable
  organization_slug: OrganizationSlugTable
  api_key_secret: ApiKeySecretTable
  first_start: FirstStartTable
  log_state: LogStateTable
  log_entry: LogEntryTable
  log_node: LogNodeTable
  small_artifact: SmallArtifactTable
  checkpoint: CheckpointTable
  organization: OrganizationTable
  member: MemberTable
  api_key: ApiKeyTable
  document: DocumentTable
  evidence: EvidenceTable
  evidence_proof: EvidenceProofTable
  evidence_event: EvidenceEventTable
  evidence_text: EvidenceTextTable
  finding_act: FindingActTable
  incident_act: IncidentActTable
  finding_program: FindingProgramTable
  finding_trace: FindingTraceTable
  finding_span: FindingSpanTable
  check_result: CheckResultTable
  check_due: CheckDueTable
  record: RecordTable
  organization_key: OrganizationKeyTable
  log_key_rotation: LogKeyRotationTable
  policy_acknowledgment: PolicyAcknowledgmentTable
  access_refusal: AccessRefusalTable
  package: PackageTable
  population: PopulationTable
  population_part: PopulationPartTable
  population_event: PopulationEventTable
  population_freeze: PopulationFreezeTable
  collection: CollectionTable
  collection_run: CollectionRunTable
  sealed_secret: SealedSecretTable
  webhook_delivery: WebhookDeliveryTable
  mail_message: MailMessageTable
  scim_directory: ScimDirectoryTable
  scim_resource: ScimResourceTable
  scim_request: ScimRequestTable
  scim_snapshot: ScimSnapshotTable
  idempotency: IdempotencyTable
  matrix_position: MatrixPositionTable
  matrix_row: MatrixRowTable
}
