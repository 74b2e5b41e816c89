import type { Actor, EvidenceClaim } from '@evidentia/core'
import type { ColumnType, Generated } from 'kysely'

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>

export interface ScimDirectoryTable {
  organization: string
  directory: string
  token: Buffer
  token_made: Date
  last_heard: Date | null
  last_taken: Date | null
  last_evidence: string | null
}
export interface ScimResourceTable {
  organization: string
  directory: string
  id: string
  kind: 'User' | 'Group'
  name: string
  external_id: string | null
  body: Json<Record<string, unknown>>
  created: Date
  changed: Date
  deactivated: Date | null
}
export interface ScimRequestTable {
  organization: string
  directory: string
  number: Generated<string>
  at: Date
  body: Json<Record<string, unknown>>
}
export interface ScimSnapshotTable {
  organization: string
  directory: string
  taken: Date
  actor: Json<Actor>
  request: string | null
  claim: Json<EvidenceClaim>
  content: Buffer
}
