import { useMemo } from 'react'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer } from '../../client/answers.ts'
import { usePermission } from '../../client/organization.ts'
import { nameOf } from './system-body.ts'

/** Names of people by id, as they stood on the day asked about; empty for a reader who may not see the program. */
export function usePeople(): { readonly [id: string]: string } {
  const { asOf } = useAsOf()
  const people = useAnswer(
    'listDocuments',
    { query: { kind: 'person', asOf, limit: 500 } },
    { enabled: usePermission('program:read') },
  )
  return useMemo(
    () => Object.fromEntries((people.data?.items ?? []).map(({ id, body }) => [id, nameOf(body) ?? id])),
    [people.data],
  )
}
