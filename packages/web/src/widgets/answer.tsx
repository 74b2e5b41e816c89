import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { PageSkeleton } from './page-skeleton.tsx'
import { Problem } from './problem.tsx'

interface AnswerProps<T> {
  readonly of: UseQueryResult<T>
  readonly loading?: ReactNode
  readonly children: (data: T) => ReactNode
}

/** Shows an answer of the API once it is there; until then that it is loading, or why it did not come. */
export function Answer<T>({ of: query, loading, children }: AnswerProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error === null) return loading ?? <PageSkeleton />
  return <Problem error={query.error} action={<Retry onRetry={() => void query.refetch()} />} />
}

export function Retry({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Button variant="default" mt="xs" onClick={onRetry}>
      Try again
    </Button>
  )
}
