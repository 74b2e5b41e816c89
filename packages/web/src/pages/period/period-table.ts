import { createContext } from 'react'

interface PeriodTable {
  readonly people: { readonly [id: string]: string }
  /** The row and the interval of it that are opened. */
  readonly row: string | undefined
  readonly interval: string | undefined
  readonly onOpen: (row: string, interval: string) => void
}

/**
 * What the cells of the table share. Not part of the columns: new columns would make every cell anew, and the one that has the
 * focus would lose it.
 */
export const PeriodTableContext = createContext<PeriodTable>({
  people: {},
  row: undefined,
  interval: undefined,
  onOpen: () => undefined,
})
