import type { Condition, PopulationDefinition, RecordSelection } from '@evidentia/core'
import type { Answer } from '../../client/answers.ts'

export type RecordTypeView = Answer<'readRecordTypes'>['types'][number]

/** One condition while it is edited; `values` are as typed. */
export interface ConditionDraft {
  readonly field: string
  readonly is: Condition['is']
  readonly values: readonly string[]
}

/** What the population is held against, while it is edited. */
export interface SecondSourceDraft {
  readonly type: string
  readonly here: string
  readonly there: string
  readonly ignoreCase: boolean
  /** The exact selection of a definition that is drawn again, as JSON; empty: what is usual for the type. */
  readonly selection: string
}

/** A population's definition while it is edited. It is what the address of the page holds. */
export interface PopulationDraft {
  readonly name: string
  readonly type: string
  readonly from: string
  readonly to: string
  readonly placedBy: readonly string[]
  readonly exports: RecordSelection['exports']
  readonly uniqueWithin: RecordSelection['uniqueWithin']
  readonly numbered: boolean
  readonly systems: readonly string[]
  readonly sources: readonly string[]
  /** Of each clause at least one condition holds. */
  readonly clauses: readonly (readonly ConditionDraft[])[]
  readonly against: '' | 'records' | 'count'
  readonly count: string
  readonly statedBy: string
  readonly other: SecondSourceDraft
  /** The population whose place the new one takes. */
  readonly supersedes: string
}

/** The word for the key of a record where otherwise a field is named. */
export const keyAsField = '#key'

/** A draft of records of one type, with what is usual for them and the days of their exports; everything can be changed. */
export function beginDraft(type: RecordTypeView): PopulationDraft {
  const days = type.sources.flatMap(({ from, to }) => [from, to]).toSorted()
  return {
    name: '',
    type: type.type,
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
    ...usually(type),
    numbered: false,
    systems: [],
    sources: [],
    clauses: [],
    against: '',
    count: '',
    statedBy: '',
    other: { type: '', here: keyAsField, there: keyAsField, ignoreCase: true, selection: '' },
    supersedes: '',
  }
}

/** A state is listed, and its key is one thing within what is listed; events happen once and for all. */
function usually({ placedBy }: RecordTypeView): Pick<RecordSelection, 'placedBy' | 'exports' | 'uniqueWithin'> {
  const isState = placedBy.length === 0
  return {
    placedBy: [...placedBy],
    exports: isState ? 'listing' : 'activity',
    uniqueWithin: isState ? 'subject' : 'organization',
  }
}

/** The draft that draws a population again, to take its place. */
export function draftAgain(
  { name, period, records, numbered, reconciliation }: PopulationDefinition,
  supersedes: string,
): PopulationDraft {
  const other = reconciliation?.with === 'records' ? reconciliation : null
  const stated = reconciliation?.with === 'count' ? reconciliation : null
  return {
    name,
    type: records.type,
    from: period.from,
    to: period.to,
    placedBy: records.placedBy,
    exports: records.exports,
    uniqueWithin: records.uniqueWithin,
    numbered,
    systems: records.systems ?? [],
    sources: records.sources ?? [],
    clauses: records.query.all.map(({ any }) => any.map(draftCondition)),
    against: reconciliation?.with ?? '',
    count: stated === null ? '' : String(stated.count),
    statedBy: stated?.statedBy ?? '',
    other: {
      type: other?.records.type ?? '',
      here: other?.matchedBy.here ?? keyAsField,
      there: other?.matchedBy.there ?? keyAsField,
      ignoreCase: other?.ignoreCase ?? true,
      selection: other === null ? '' : JSON.stringify(other.records),
    },
    supersedes,
  }
}

function draftCondition(condition: Condition): ConditionDraft {
  const { field, is } = condition
  switch (condition.is) {
    case 'equals':
    case 'exists':
      return { field, is, values: [String(condition.value)] }
    case 'in':
      return { field, is, values: condition.values.map(String) }
    case 'before':
    case 'after':
      return { field, is, values: [condition.day] }
  }
}

/** What is missing before the records can be counted, by field; empty where nothing is. */
export interface DraftProblems {
  readonly name?: string
  readonly from?: string
  readonly to?: string
  readonly clauses?: string
  readonly count?: string
  readonly statedBy?: string
  readonly other?: string
}

export function findProblems(draft: PopulationDraft): DraftProblems {
  const isOpen = draft.clauses.some((any) => any.some(({ values }) => values.length === 0 || values.includes('')))
  return {
    ...(draft.name.trim() === '' ? { name: 'Say what the population is.' } : {}),
    ...(draft.from === '' ? { from: 'Name the first day.' } : {}),
    ...(draft.to === ''
      ? { to: 'Name the last day.' }
      : draft.to < draft.from
        ? { to: 'It ends before it begins.' }
        : {}),
    ...(isOpen ? { clauses: 'A condition has no value yet.' } : {}),
    ...(draft.against === 'count' && !/^\d+$/.test(draft.count) ? { count: 'Give a whole number.' } : {}),
    ...(draft.against === 'count' && draft.statedBy.trim() === ''
      ? { statedBy: 'Say who read it where, and when.' }
      : {}),
    ...(draft.against === 'records' && draft.other.type === '' ? { other: 'Choose a record type.' } : {}),
  }
}

/** The records meant; null while period or conditions are not complete. */
export function composeSelection(
  draft: PopulationDraft,
  type: RecordTypeView,
): { period: PopulationDefinition['period']; records: RecordSelection; numbered: boolean } | null {
  const { from, to, clauses } = findProblems(draft)
  if (from !== undefined || to !== undefined || clauses !== undefined) return null
  return {
    period: { from: draft.from, to: draft.to },
    numbered: draft.numbered,
    records: {
      type: type.type,
      ...(draft.systems.length === 0 ? {} : { systems: [...draft.systems] }),
      ...(draft.sources.length === 0 ? {} : { sources: [...draft.sources] }),
      placedBy: [...draft.placedBy],
      exports: draft.exports,
      uniqueWithin: draft.uniqueWithin,
      query: { all: draft.clauses.map((any) => ({ any: any.map((one) => composeCondition(one, type)) })) },
    },
  }
}

/** The whole definition; null while something is missing. */
export function composeDefinition(
  draft: PopulationDraft,
  types: readonly RecordTypeView[],
): PopulationDefinition | null {
  const type = types.find((one) => one.type === draft.type)
  const other = types.find((one) => one.type === draft.other.type)
  if (type === undefined || Object.keys(findProblems(draft)).length > 0) return null
  const selection = composeSelection(draft, type)
  if (selection === null) return null
  const name = draft.name.trim()
  if (draft.against === 'count')
    return {
      name,
      ...selection,
      reconciliation: { with: 'count', count: Number(draft.count), statedBy: draft.statedBy.trim() },
    }
  if (draft.against === '' || other === undefined) return { name, ...selection }
  const { here, there, ignoreCase, selection: exact } = draft.other
  // What an address holds is only sent; the server judges it as any other definition.
  const records: RecordSelection =
    exact === '' ? { type: other.type, ...usually(other), query: { all: [] } } : JSON.parse(exact)
  return { name, ...selection, reconciliation: { with: 'records', records, matchedBy: { here, there }, ignoreCase } }
}

function composeCondition({ field, is, values }: ConditionDraft, { fields }: RecordTypeView): Condition {
  const kind = fields.find(({ name }) => name === field)?.kind
  const typed = (text: string): string | number | boolean => {
    if (kind === 'number') return Number(text)
    return kind === 'yes-no' ? text === 'true' : text
  }
  const [first = ''] = values
  switch (is) {
    case 'equals':
      return { field, is, value: typed(first) }
    case 'in':
      return { field, is, values: values.map(typed) }
    case 'exists':
      return { field, is, value: first === 'true' }
    case 'before':
    case 'after':
      return { field, is, day: first }
  }
}
