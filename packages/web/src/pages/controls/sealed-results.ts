import type { Occurrence, Row } from '@evidentia/core'
import { useAnswer } from '../../client/answers.ts'
import { usePermission } from '../../client/organization.ts'

/** The newest sealed result of each check for one interval of a row, by check: on its evidence, or on the program within it. */
export function useSealedResults(
  row: Row | null,
  { evidence, interval, checks }: Occurrence,
): ReadonlyMap<string, string> {
  const mayRead = usePermission('evidence:read')
  const answer = useAnswer(
    'listCheckResults',
    { query: { row: row?.key, limit: 500 } },
    { enabled: mayRead && row !== null && checks.length > 0 },
  )
  const newest = new Map<string, string>()
  for (const one of answer.data?.items ?? []) {
    const isOfThis = one.evidence === null ? one.interval?.from === interval.from : one.evidence === evidence.at(-1)
    if (isOfThis && !newest.has(one.check)) newest.set(one.check, one.id)
  }
  return newest
}
