import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { RowData } from '@tanstack/react-table'
import { useCallback } from 'react'
import { Retry } from '../widgets/answer.tsx'
import { PageSkeleton } from '../widgets/page-skeleton.tsx'
import { Problem } from '../widgets/problem.tsx'
import { VirtualTable, type VirtualTableProps } from './virtual-table.tsx'

interface TablePagesProps<T extends RowData> extends Omit<VirtualTableProps<T>, 'total' | 'onNearEnd'> {
  readonly pages: UseInfiniteQueryResult<InfiniteData<{ readonly next: string | null; readonly total?: number }>>
}

/** A table over a list that the API gives page by page, each asked for when the rows before it come into view. */
export function TablePages<T extends RowData>({ pages, ...table }: TablePagesProps<T>) {
  const { fetchNextPage, hasNextPage, isFetchingNextPage, data, error, refetch } = pages
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  const first = data?.pages[0]
  if (first === undefined) {
    return error === null ? (
      <PageSkeleton />
    ) : (
      <Problem error={error} action={<Retry onRetry={() => void refetch()} />} />
    )
  }
  return <VirtualTable {...table} total={first.total ?? null} onNearEnd={onNearEnd} />
}
