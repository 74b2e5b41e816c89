import { isDate } from '../time/format.ts'

type Given = { readonly [name: string]: unknown }

/** The day and period asked about; absent means today and the organization's own period. */
export interface AsOfSearch {
  readonly asOf?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export function readAsOfSearch(given: Given): AsOfSearch {
  const { asOf, from, to } = given
  const hasPeriod = isDate(from) && isDate(to) && from <= to
  return { ...(isDate(asOf) ? { asOf } : {}), ...(hasPeriod ? { from, to } : {}) }
}

/** Where to go after signing in. Only a path on this server, so that a link cannot lead a person elsewhere. */
export interface NextSearch {
  readonly next?: string | undefined
}

export function readNextSearch({ next }: Given): NextSearch {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {}
}

/** A text of a search parameter; absent when empty. A router may have read `12` as a number. */
export function readText<N extends string>(given: Given, name: N): { readonly [K in N]?: string } {
  const value = given[name]
  const text = typeof value === 'number' ? String(value) : value
  // A computed key widens to string; the one key set here is N.
  return (typeof text === 'string' && text !== '' ? { [name]: text.slice(0, 200) } : {}) as {
    readonly [K in N]?: string
  }
}
