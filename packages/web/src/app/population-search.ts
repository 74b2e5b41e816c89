import type { Condition } from '@evidentia/core'
import type { ConditionDraft, PopulationDraft } from '../pages/populations/population-draft.ts'

type Given = { readonly [name: string]: unknown }

/** A new population: its definition as far as it is made, so that a link is a definition to go on with. */
export interface NewPopulationSearch {
  readonly draft?: PopulationDraft | undefined
}

export function readNewPopulationSearch({ draft }: Given): NewPopulationSearch {
  return isObject(draft) ? { draft: readDraft(draft) } : {}
}

/** Whatever an address holds, a draft comes of it; what is nonsense is left empty, and the server judges the rest. */
function readDraft(given: Given): PopulationDraft {
  const other = isObject(given['other']) ? given['other'] : {}
  return {
    name: text(given['name']),
    type: text(given['type']),
    from: text(given['from']),
    to: text(given['to']),
    placedBy: texts(given['placedBy']),
    exports: given['exports'] === 'listing' ? 'listing' : 'activity',
    uniqueWithin: given['uniqueWithin'] === 'subject' ? 'subject' : 'organization',
    numbered: given['numbered'] === true,
    systems: texts(given['systems']),
    sources: texts(given['sources']),
    clauses: list(given['clauses']).map((any) => list(any).filter(isObject).map(readCondition)),
    against: given['against'] === 'records' || given['against'] === 'count' ? given['against'] : '',
    count: text(given['count']),
    statedBy: text(given['statedBy']),
    other: {
      type: text(other['type']),
      here: text(other['here']),
      there: text(other['there']),
      ignoreCase: other['ignoreCase'] !== false,
      selection: readJson(other['selection']),
    },
    supersedes: text(given['supersedes']),
  }
}

const questions: readonly Condition['is'][] = ['equals', 'in', 'before', 'after', 'exists']

function readCondition(given: Given): ConditionDraft {
  return {
    field: text(given['field']),
    is: questions.find((is) => is === given['is']) ?? 'exists',
    values: texts(given['values']),
  }
}

function isObject(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, 100) : []
}

function texts(value: unknown): string[] {
  return list(value).map(text)
}

function readJson(value: unknown): string {
  if (typeof value !== 'string') return ''
  try {
    JSON.parse(value)
    return value
  } catch {
    return ''
  }
}

/** A router may have read `12` as a number. */
function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 400) : ''
}
