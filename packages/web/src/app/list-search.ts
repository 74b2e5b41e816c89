import { readText } from './page-search.ts'

type Given = { readonly [name: string]: unknown }

/** A list narrowed by a text. */
export interface ListSearch {
  readonly q?: string | undefined
}
export function readListSearch(given: Given): ListSearch {
  return readText(given, 'q')
}

/** A control page with one row and one of its intervals opened. */
export interface ControlSearch {
  readonly row?: string | undefined
  readonly interval?: string | undefined
}
export function readControlSearch(given: Given): ControlSearch {
  return { ...readText(given, 'row'), ...readText(given, 'interval') }
}

export interface EvidenceSearch extends ListSearch {
  readonly control?: string | undefined
  readonly system?: string | undefined
}
export function readEvidenceSearch(given: Given): EvidenceSearch {
  return { ...readListSearch(given), ...readText(given, 'control'), ...readText(given, 'system') }
}

export const matrixGroups = ['area', 'system', 'owner', 'framework', 'status'] as const
export type MatrixGroup = (typeof matrixGroups)[number]

/** The whole state of the matrix, so that an address is a saved view. `status` and `hide` are lists separated by commas. */
export interface MatrixSearch extends ListSearch {
  readonly status?: string | undefined
  readonly area?: string | undefined
  readonly owner?: string | undefined
  readonly system?: string | undefined
  readonly framework?: string | undefined
  readonly sort?: string | undefined
  readonly group?: MatrixGroup | undefined
  readonly hide?: string | undefined
}
export function readMatrixSearch(given: Given): MatrixSearch {
  const group = matrixGroups.find((name) => name === given['group'])
  return {
    ...readListSearch(given),
    ...readText(given, 'status'),
    ...readText(given, 'area'),
    ...readText(given, 'owner'),
    ...readText(given, 'system'),
    ...readText(given, 'framework'),
    ...readText(given, 'sort'),
    ...readText(given, 'hide'),
    ...(group === undefined ? {} : { group }),
  }
}
