import type { RecordBody } from '@evidentia/core'

/** Words by which a ticket says that its change was made, where it does not say when. */
const doneStatuses: readonly string[] = [
  'implemented',
  'deployed',
  'completed',
  'complete',
  'done',
  'closed',
  'resolved',
]

/** Whether the change was made: a planned or canceled one is not yet in service. */
export function isImplemented({ implementedAt, status, outcome }: RecordBody<'change'>): boolean {
  if (outcome === 'canceled') return false
  return implementedAt !== null || doneStatuses.includes(status.trim().toLowerCase())
}
