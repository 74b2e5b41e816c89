import type { Actor, CollectionEnded } from '@evidentia/core'
import type { ColumnType } from 'kysely'

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>

export interface CollectionTable {
  organization: string
  run: string
  entry: number
  connection: string
  recorded_at: Date
  started: Date
  body: Json<CollectionEnded>
}
export interface WebhookDeliveryTable {
  organization: string
  webhook: string
  delivery: string
  received: Date
  evidence: string | null
}
export interface MailMessageTable {
  organization: string
  mailbox: string
  message: string
  received: Date
  evidence: string | null
}
export interface SealedSecretTable {
  organization: string
  holder: string
  name: string
  key_id: string
  sealed: Buffer
  changed: Date
}
export interface CollectionRunTable {
  organization: string
  connection: string
  run: string
  asked: Date
  actor: Json<Actor>
  request: string | null
  trigger: 'schedule' | 'person'
  state: 'waiting' | 'running'
  alive: Date
  canceled: ColumnType<boolean, undefined, boolean>
  dataset: ColumnType<string | null, undefined, string | null>
  replies: ColumnType<number, undefined, number>
}
