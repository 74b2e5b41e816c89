import type { ListSearch } from './list-search.ts'
import { readText } from './page-search.ts'

type Given = { readonly [name: string]: unknown }

export const policyViews = ['changes', 'text'] as const
export type PolicyView = (typeof policyViews)[number]
export const acknowledgmentStates = ['acknowledged', 'outstanding'] as const
export type AcknowledgmentState = (typeof acknowledgmentStates)[number]

/** A policy: how its draft is shown, and whose acknowledgments. */
export interface PolicySearch {
  readonly view?: PolicyView | undefined
  readonly people?: AcknowledgmentState | undefined
}
export function readPolicySearch(given: Given): PolicySearch {
  const view = policyViews.find((name) => name === given['view'])
  const people = acknowledgmentStates.find((name) => name === given['people'])
  return { ...(view === undefined ? {} : { view }), ...(people === undefined ? {} : { people }) }
}

/** Drafting from a template: the variable that is asked, or `record` for the last step. */
export interface DraftSearch extends ListSearch {
  readonly template?: string | undefined
  readonly step?: string | undefined
}
export function readDraftSearch(given: Given): DraftSearch {
  return { ...readText(given, 'q'), ...readText(given, 'template'), ...readText(given, 'step') }
}

/** The upgrade of a control; `version` is that of the library compared with. */
export interface UpgradeSearch {
  readonly version?: number | undefined
}
export function readUpgradeSearch(given: Given): UpgradeSearch {
  const version = Number(given['version'])
  return Number.isInteger(version) && version > 0 ? { version } : {}
}

/** The form by which a control is adopted, adjusted or retired. */
export interface TailoringSearch {
  readonly act?: 'retire' | undefined
}
export function readTailoringSearch(given: Given): TailoringSearch {
  return given['act'] === 'retire' ? { act: 'retire' } : {}
}
