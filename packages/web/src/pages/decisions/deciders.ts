import { useMemo } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { useToday } from '../../client/organization.ts'
import { nameOf } from '../systems/system-body.ts'

/** The people who can decide today, by name: those who have not left. */
export function useDeciders(): readonly { readonly value: string; readonly label: string }[] {
  const people = useAnswer('listDocuments', { query: { kind: 'person', limit: 500 } })
  const today = useToday()
  return useMemo(
    () =>
      (people.data?.items ?? [])
        .filter(({ body }) => body !== null && !(typeof body['left'] === 'string' && body['left'] <= today))
        .map(({ id, body }) => ({ value: id, label: nameOf(body) ?? id }))
        .toSorted((a, b) => a.label.localeCompare(b.label)),
    [people.data, today],
  )
}
