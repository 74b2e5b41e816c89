import type { RowData } from '@tanstack/react-table'
import { useMemo } from 'react'
import { useItems, type Pages } from '../client/items.ts'
import type { Line } from './table-model.ts'

/** A line for each item of a list, known by one of its fields. */
export function useLines<T extends RowData>(
  pages: Pages<{ readonly items: readonly T[] }>,
  key: keyof T,
): readonly Line<T>[] {
  const items = useItems(pages)
  return useMemo(() => items.map((item) => ({ type: 'item', key: String(item[key]), item })), [items, key])
}
