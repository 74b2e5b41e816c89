import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from './call.ts'
import type { Answer } from './answers.ts'

export type Session = Answer<'readSession'>

const visitor: Session = { user: null, organizations: [], idleUntil: null, endsAt: null }

/** Who is signed in. Asked once and after every change of who that is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call('readSession', {}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export function useSession(): Session {
  return useQuery(sessionQuery).data ?? visitor
}
