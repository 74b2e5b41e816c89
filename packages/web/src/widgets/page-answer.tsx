import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemError } from '../client/problem.ts'
import { NotFoundPage } from '../pages/error/not-found-page.tsx'
import { Retry } from './answer.tsx'
import { Page } from './page.tsx'
import { PageSkeleton } from './page-skeleton.tsx'
import { Problem } from './problem.tsx'

interface PageAnswerProps<T> {
  readonly of: UseQueryResult<T>
  readonly children: (data: T) => ReactNode
}

/** A page made of one answer of the API: the page, that it is loading, that there is no such thing, or why it did not come. */
export function PageAnswer<T>({ of: query, children }: PageAnswerProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error === null) return <PageSkeleton />
  if (query.error instanceof ProblemError && query.error.status === 404) return <NotFoundPage />
  return (
    <Page title="This page could not be shown">
      <Problem error={query.error} action={<Retry onRetry={() => void query.refetch()} />} />
    </Page>
  )
}
