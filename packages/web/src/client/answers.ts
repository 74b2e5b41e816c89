import type { Answered, Contracts, OperationId } from '@evidentia/core'
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import { call, type Question } from './call.ts'
import { useOrganization } from './organization.ts'

/** What an operation answers. */
export type Answer<K extends OperationId> = Answered<Contracts[K]>
type ReadId = { [K in OperationId]: Contracts[K]['method'] extends 'GET' ? K : never }[OperationId]
type PagedId = { [K in ReadId]: Answer<K> extends { next: string | null } ? K : never }[ReadId]
interface Options {
  readonly enabled?: boolean
}

/**
 * Asks the API within the organization of the address. While a changed question about the same thing is out (another filter,
 * another day), the last answer stays on screen; never that of another thing or organization.
 */
export function useAnswer<K extends ReadId>(
  operation: K,
  sent: Question<K>,
  options: Options = {},
): UseQueryResult<Answer<K>> {
  const organization = useOrganization()
  const queryKey: readonly unknown[] = [organization, operation, sent]
  return useQuery({
    ...queryOptions({ queryKey, queryFn: async ({ signal }) => call(operation, sent, { organization, signal }) }),
    placeholderData: keepPreviousData,
    ...options,
  })
}

/** Asks for a list page by page, 500 items each unless `sent` has a limit of its own. */
export function usePages<K extends PagedId>(
  operation: K,
  sent: Question<K>,
  options: Options = {},
): UseInfiniteQueryResult<InfiniteData<Answer<K>>> {
  const organization = useOrganization()
  const queryKey: readonly unknown[] = [organization, operation, sent, 'pages']
  return useInfiniteQuery({
    ...infiniteQueryOptions({
      queryKey,
      initialPageParam: '',
      queryFn: async ({ pageParam, signal }) => call(operation, withCursor(sent, pageParam), { organization, signal }),
      getNextPageParam: nextOf,
    }),
    placeholderData: keepPreviousData,
    ...options,
  })
}

function nextOf(page: unknown): string | null {
  const next = typeof page === 'object' && page !== null && 'next' in page ? page.next : null
  return typeof next === 'string' ? next : null
}

function withCursor<Q extends { readonly query?: object }>(sent: Q, cursor: string): Q {
  return { ...sent, query: { limit: 500, ...sent.query, ...(cursor === '' ? {} : { cursor }) } }
}
