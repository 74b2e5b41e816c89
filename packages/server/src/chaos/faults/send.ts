import { createHash, randomUUID } from 'node:crypto'
import { formOf } from '../../testing/test-server.ts'
import type { Acknowledged, Item, Trail } from '../ground.ts'
import { sleep } from '../server-node.ts'

const answerMs = 60_000
const claim = {
  proves: [{ requirement: 'restore-test/restore-drill' }],
  effective: { from: '2026-03-01', to: '2026-03-31' },
  collectedAt: '2026-03-31T12:00:00Z',
  source: 'Backup platform',
}

/** Of the credential report of AWS IAM. */
const reportHeading = [
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active',
  ...[1, 2].map((at) =>
    ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service']
      .map((cell) => `access_key_${at}_${cell}`)
      .join(),
  ),
  'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated',
].join()

/** What one attempt came to. `trouble` is set where an answer is not what a caller deserves under a fault. */
export type Attempt =
  | { readonly outcome: 'acknowledged'; readonly acknowledged: Acknowledged }
  | { readonly outcome: 'refused'; readonly status: number; readonly text: string; readonly trouble: string | null }
  | { readonly outcome: 'lost' }

type Kind = 'small' | 'file' | 'large' | 'derived'

/** An item of this many bytes, or of a kind that records are derived from; its bytes are like no other's. */
export function makeItem(shape: Kind): Item {
  const key = randomUUID()
  const content = contentOf(shape, key)
  const name = shape === 'derived' ? `${key}.csv` : `${key}.txt`
  return { key, name, content, sha256: createHash('sha256').update(content).digest('hex') }
}

/** Sends one item once. The same file may be answered with 200 when it is found recorded. */
export async function sendItem(address: string, trail: Trail, item: Item): Promise<Attempt> {
  const sent = await fetch(`${address}/api/v1/evidence`, {
    method: 'POST',
    headers: { authorization: `Bearer ${trail.writer}`, 'idempotency-key': item.key },
    body: formOf(claim, item.name, item.content),
    signal: AbortSignal.timeout(answerMs),
  })
    .then(async (reply) => ({
      status: reply.status,
      type: reply.headers.get('content-type'),
      text: await reply.text(),
    }))
    .catch((error: unknown) => (error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : null))
  if (sent === null) return { outcome: 'lost' }
  if (sent === 'timeout') return { outcome: 'refused', status: 0, text: '', trouble: 'no answer within a minute' }
  if (sent.status !== 201 && sent.status !== 200)
    return { outcome: 'refused', status: sent.status, text: sent.text, trouble: judgeRefusal(sent) }
  const { evidence, receipt }: RecordAnswer = JSON.parse(sent.text)
  return { outcome: 'acknowledged', acknowledged: { ...item, evidence: evidence.id, ...receipt } }
}

/** Sends an item under the same key until it is acknowledged; null when that does not happen in time. */
export async function sendUntilAcknowledged(
  address: string,
  trail: Trail,
  item: Item,
  limitMs: number,
): Promise<Acknowledged | null> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(200)) {
    const attempt = await sendItem(address, trail, item)
    if (attempt.outcome === 'acknowledged') return attempt.acknowledged
  }
  return null
}

interface RecordAnswer {
  readonly evidence: { readonly id: string }
  readonly receipt: Pick<Acknowledged, 'entry' | 'leaf' | 'proof' | 'verifierKey'>
}

/** A full disk or a broken one is told in sentences, with what to do; never a stack, a path or a defect. */
function judgeRefusal({ status, type, text }: { status: number; type: string | null; text: string }): string | null {
  const said = `${status} ${text.slice(0, 400)}`
  if (status !== 503 && status !== 507) return `an answer that no fault explains: ${said}`
  if (type?.startsWith('application/problem+json') !== true) return `not a problem document: ${said}`
  if (/\bat .+:\d+:\d+|\/tmp\/|node:|errno|syscall/.test(text)) return `it shows the inside: ${said}`
  const { detail, remedy }: { detail?: string; remedy?: string } = JSON.parse(text)
  const isSentence = (words: string | undefined): boolean => words !== undefined && /^[A-Z].+\.$/.test(words)
  return isSentence(detail) && isSentence(remedy) ? null : `no sentence, or none about what to do: ${said}`
}

function contentOf(shape: Kind, key: string): string {
  if (shape === 'small') return `drill ${key}\nrestored in time\n`
  // Just more than rides in a commit.
  if (shape === 'file') return `drill ${key}\n${'restored in time\n'.repeat(4000)}`
  // More than two of the pieces in which a file is written.
  if (shape === 'large') return `drill ${key}\n${`${key} restored in time\n`.repeat(12_000)}`
  // So many rows that neither the report nor its records ride in a commit.
  return [reportHeading, ...Array.from({ length: 400 }, (_, at) => reportRow(`user-${key}-${at}`)), ''].join('\n')
}

function reportRow(user: string): string {
  const day = '2026-01-01T00:00:00+00:00'
  const cells = [user, `arn:aws:iam::123456789012:user/${user}`, day, 'true', day, day, 'N/A', 'true', 'false']
  return [...cells, ...'N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A'.split(',')].join()
}
