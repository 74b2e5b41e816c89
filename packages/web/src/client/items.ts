import type { InfiniteData } from '@tanstack/react-query'
import { useMemo } from 'react'

/** What `usePages` gives, as far as it has come. */
export interface Pages<P> {
  readonly data: InfiniteData<P> | undefined
}

/** The items of all pages that have come, in their order; the same array for as long as no other page comes. */
export function useItems<T>({ data }: Pages<{ readonly items: readonly T[] }>): readonly T[] {
  return useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data])
}

const nobody: Readonly<Record<string, string>> = {}

/** The names of people that the pages bring along, by id, besides those known before. */
export function useNames(
  { data }: Pages<{ readonly people: Readonly<Record<string, string>> }>,
  known: Readonly<Record<string, string>> | undefined = nobody,
): { readonly [id: string]: string } {
  return useMemo(
    () => ({ ...known, ...Object.fromEntries((data?.pages ?? []).flatMap(({ people }) => Object.entries(people))) }),
    [data, known],
  )
}
