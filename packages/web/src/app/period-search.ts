import { isDate, isInstant } from '../time/format.ts'
import { readListSearch, type ListSearch } from './list-search.ts'
import { readText } from './page-search.ts'

type Given = { readonly [name: string]: unknown }

/** Which rows a question about a period or a forecast is narrowed to. */
export interface RowSearch extends ListSearch {
  readonly area?: string | undefined
  readonly control?: string | undefined
  readonly owner?: string | undefined
  readonly system?: string | undefined
  readonly framework?: string | undefined
}
function readRowSearch(given: Given): RowSearch {
  return {
    ...readListSearch(given),
    ...readText(given, 'area'),
    ...readText(given, 'control'),
    ...readText(given, 'owner'),
    ...readText(given, 'system'),
    ...readText(given, 'framework'),
  }
}

/** The period view; `row` and `interval` name what is opened beside it. */
export interface PeriodSearch extends RowSearch {
  readonly row?: string | undefined
  readonly interval?: string | undefined
}
export function readPeriodSearch(given: Given): PeriodSearch {
  return { ...readRowSearch(given), ...readText(given, 'row'), ...readText(given, 'interval') }
}

/** The forecast; `until` is its last day. */
export interface ForecastSearch extends RowSearch {
  readonly until?: string | undefined
}
export function readForecastSearch(given: Given): ForecastSearch {
  const { until } = given
  return { ...readRowSearch(given), ...(isDate(until) ? { until } : {}) }
}

/** Readiness over time; `view` says that the numbers are shown as a table. */
export interface ReadinessSearch extends Omit<RowSearch, 'q' | 'control'> {
  readonly view?: 'table' | undefined
}
export function readReadinessSearch(given: Given): ReadinessSearch {
  const { q: _q, control: _control, ...narrowed } = readRowSearch(given)
  return { ...narrowed, ...(given['view'] === 'table' ? { view: 'table' } : {}) }
}

/** Two instants; the day they are asked about is the `asOf` of every page. Without `knownLater`: all that is known now. */
export interface DifferencesSearch {
  readonly knownAt?: string | undefined
  readonly knownLater?: string | undefined
}
export function readDifferencesSearch(given: Given): DifferencesSearch {
  const { knownAt, knownLater } = given
  return { ...(isInstant(knownAt) ? { knownAt } : {}), ...(isInstant(knownLater) ? { knownLater } : {}) }
}
