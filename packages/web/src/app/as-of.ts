import { useSearch } from '@tanstack/react-router'
import type { AsOfSearch } from './page-search.ts'

/** The day and period in the address, as every question about standing takes them. */
export function useAsOf(): AsOfSearch {
  const { asOf, from, to } = useSearch({ from: '/o/$org' })
  return { asOf, from, to }
}
