import type { Verdict } from '@evidentia/core'
import type { CheckDraft, ParameterDraft } from '../pages/checks/check-draft.ts'
import { readText } from './page-search.ts'

type Given = { readonly [name: string]: unknown }

const verdicts = ['not-met', 'unknown', 'met', 'not-applicable'] as const satisfies readonly Verdict[]

export interface VerdictSearch {
  readonly verdict?: Verdict | undefined
}

/** A result, or the results of a check, with one verdict only. */
export function readVerdictSearch({ verdict }: Given): VerdictSearch {
  const known = verdicts.find((one) => one === verdict)
  return known === undefined ? {} : { verdict: known }
}

/** The results of a row, of a check or on one evidence item. */
export interface ResultsSearch extends VerdictSearch {
  readonly row?: string | undefined
  readonly check?: string | undefined
  readonly evidence?: string | undefined
}
export function readResultsSearch(given: Given): ResultsSearch {
  return {
    ...readVerdictSearch(given),
    ...readText(given, 'row'),
    ...readText(given, 'check'),
    ...readText(given, 'evidence'),
  }
}

/** The bench: the check as far as it is written, so that a link is a check to go on with. */
export interface BenchSearch {
  readonly draft?: CheckDraft | undefined
}
export function readBenchSearch({ draft }: Given): BenchSearch {
  return isObject(draft) ? { draft: readDraft(draft) } : {}
}

/** Whatever an address holds, a draft comes of it; what is nonsense is left empty, and the server judges the rest. */
function readDraft(given: Given): CheckDraft {
  const of = (name: string): string => text(given[name])
  const parameters = Array.isArray(given['parameters']) ? given['parameters'] : []
  return {
    id: of('id'),
    version: of('version'),
    title: of('title'),
    asserts: of('asserts'),
    population: of('population'),
    value: of('value'),
    shrinkage: given['shrinkage'] === 'progress' ? 'progress' : 'silence',
    appliesTo: of('appliesTo'),
    expression: of('expression'),
    joinType: of('joinType'),
    joinKey: of('joinKey'),
    joinEquals: of('joinEquals'),
    parameters: parameters.filter(isObject).map(readParameter),
    on: given['on'] === 'population' ? 'population' : 'evidence',
    evidence: of('evidence'),
    frozen: of('frozen'),
  }
}

function readParameter(given: Given): ParameterDraft {
  const of = (name: string): string => text(given[name])
  const type = (['integer', 'flag', 'text', 'choice', 'texts'] as const).find((one) => one === given['type'])
  return {
    name: of('name'),
    type: type ?? 'integer',
    title: of('title'),
    unit: of('unit'),
    minimum: of('minimum'),
    maximum: of('maximum'),
    options: of('options'),
    value: of('value'),
  }
}

function text(given: unknown): string {
  // Addresses hold numbers as numbers, also where a text was meant.
  return typeof given === 'string' || typeof given === 'number' ? String(given) : ''
}

function isObject(given: unknown): given is Given {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}
