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

/** The crosswalk; `frameworks` are ids separated by commas, in the order of the columns. */
export interface CrosswalkSearch extends ListSearch {
  readonly frameworks?: string | undefined
  readonly area?: string | undefined
  readonly adopted?: 'yes' | 'no' | undefined
}
export function readCrosswalkSearch(given: Given): CrosswalkSearch {
  const adopted = given['adopted'] === 'yes' || given['adopted'] === 'no' ? given['adopted'] : undefined
  return {
    ...readListSearch(given),
    ...readText(given, 'frameworks'),
    ...readText(given, 'area'),
    ...(adopted === undefined ? {} : { adopted }),
  }
}

export const decisionStates = ['undecided', 'review-due', 'decided'] as const
export type DecisionState = (typeof decisionStates)[number]

/** The list of decisions; `decide` names the specification whose form is open, `<framework> <requirement>`. */
export interface DecisionsSearch extends ListSearch {
  readonly state?: DecisionState | undefined
  readonly decide?: string | undefined
}
export function readDecisionsSearch(given: Given): DecisionsSearch {
  const state = decisionStates.find((name) => name === given['state'])
  return {
    ...readListSearch(given),
    ...readText(given, 'decide'),
    ...(state === undefined ? {} : { state }),
  }
}

/** The list of findings, as a saved view; `state`, `severity` and `kind` are lists separated by commas. `raise` opens the form. */
export interface FindingsSearch extends ListSearch {
  readonly state?: string | undefined
  readonly severity?: string | undefined
  readonly kind?: string | undefined
  readonly owner?: string | undefined
  readonly system?: string | undefined
  readonly control?: string | undefined
  readonly sort?: string | undefined
  readonly raise?: 'yes' | undefined
}
export function readFindingsSearch(given: Given): FindingsSearch {
  return {
    ...readListSearch(given),
    ...readText(given, 'state'),
    ...readText(given, 'severity'),
    ...readText(given, 'kind'),
    ...readText(given, 'owner'),
    ...readText(given, 'system'),
    ...readText(given, 'control'),
    ...readText(given, 'sort'),
    ...(given['raise'] === 'yes' ? { raise: 'yes' as const } : {}),
  }
}

/** One requirement; `decide` says that the form of its decision is open. */
export interface RequirementSearch {
  readonly decide?: 'yes' | undefined
}
export function readRequirementSearch(given: Given): RequirementSearch {
  return given['decide'] === 'yes' ? { decide: 'yes' } : {}
}

/** One framework, narrowed by a text; `preview` says that what adopting it would change is open. */
export interface FrameworkSearch extends ListSearch {
  readonly preview?: 'yes' | undefined
}
export function readFrameworkSearch(given: Given): FrameworkSearch {
  return { ...readListSearch(given), ...(given['preview'] === 'yes' ? { preview: 'yes' } : {}) }
}
