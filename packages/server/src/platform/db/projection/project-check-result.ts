import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'
import { toJsonText } from './json-text.ts'
import type { EntryOf } from './project.ts'

/** Inserts what a check answered. Items that are an artifact stay there: nothing is asked of them but to be read. */
export async function projectCheckResult(
  tx: Transaction<Tables>,
  { index, sealed, fact }: EntryOf<'check-result'>,
): Promise<void> {
  const { content, ...head } = fact
  const [control = ''] = fact.requirement.split('/')
  await tx
    .insertInto('check_result')
    .values({
      organization: sealed.organization,
      id: fact.id,
      entry: index,
      recorded_at: new Date(sealed.recordedAt),
      row_key: fact.row,
      control,
      check_id: fact.check,
      version: fact.version,
      evidence: fact.evidence,
      interval_from: fact.interval?.from ?? null,
      verdict: fact.verdict,
      question: fact.question,
      items_sha256: fact.itemsSha256,
      content_sha256: 'sha256' in content ? content.sha256 : null,
      content_size: 'sha256' in content ? content.size : null,
      head: toJsonText(head),
      content: 'sha256' in content ? null : toJsonText(content),
    })
    .execute()
}
