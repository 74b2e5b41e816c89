import type { Cadence, PolicyTemplate, PolicyVariable } from '@evidentia/core'
import { markGap, withoutMarks } from '../../markdown/gaps.ts'

/** What was answered so far; a number is kept as it was typed, and left out while it is none. */
export type Answers = { readonly [variable: string]: string }

interface PreviewOf {
  readonly template: PolicyTemplate
  readonly organization: string
  readonly answers: Answers
  /** By `<control>/<evidence requirement>`; what is not known yet stays a gap. */
  readonly cadences: ReadonlyMap<string, Cadence>
}

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g
const cadencePrefix = 'cadence '

/** The text a template would become, with a mark where something is yet to be decided. The server renders what is recorded. */
export function previewTemplate({ template, organization, answers, cadences }: PreviewOf): string {
  return withoutMarks(template.text).replaceAll(placeholder, (_match, name: string) => {
    if (name === 'organization') return organization
    if (name.startsWith(cadencePrefix)) {
      const cadence = cadences.get(name.slice(cadencePrefix.length).trim())
      return cadence === undefined ? markGap('as often as the evidence is owed') : phraseCadence(cadence)
    }
    const variable = template.variables[name]
    const answer = answers[name] ?? ''
    if (variable === undefined) return markGap(name)
    return problemOf(variable, answer) === null ? phrase(variable, answer) : markGap(variable.label)
  })
}

/** The evidence requirements whose cadence the text of a template speaks of, as `<control>/<evidence requirement>`. */
export function listCadences(template: PolicyTemplate): readonly string[] {
  const names = [...template.text.matchAll(placeholder)].map((match) => match[1] ?? '')
  const cadences = names.filter((name) => name.startsWith(cadencePrefix))
  return [...new Set(cadences.map((name) => name.slice(cadencePrefix.length).trim()))]
}

/** Why an answer cannot stand; null where it can. */
export function problemOf(variable: PolicyVariable, answer: string): string | null {
  const text = answer.trim()
  if (text === '') return 'Decide this before the policy can be recorded.'
  if (variable.type === 'choice') return variable.options.includes(text) ? null : 'Choose one of the answers.'
  if (variable.type === 'text') return null
  const number = Number(text)
  const isFine = Number.isFinite(number) && number >= variable.min && number <= variable.max
  return isFine ? null : `Give a number from ${variable.min} to ${variable.max}.`
}

/** The answers in the types the variables have, as the server takes them. */
export function valuesOf(template: PolicyTemplate, answers: Answers): { [variable: string]: string | number } {
  return Object.fromEntries(
    Object.entries(template.variables).flatMap(([name, { type }]) => {
      const text = (answers[name] ?? '').trim()
      return text === '' ? [] : [[name, type === 'number' ? Number(text) : text]]
    }),
  )
}

function phrase(variable: PolicyVariable, answer: string): string {
  const text = withoutMarks(answer.trim())
  return variable.type === 'number' ? `${Number(text)} ${variable.unit}` : text
}

/** As the server says it; repeated because the core's code would bring every schema into the browser's bundle. */
function phraseCadence(cadence: Cadence): string {
  return cadence.replace(/^[a-z-]+/, (word) => plainWords.get(word) ?? word)
}

const plainWords: ReadonlyMap<string, string> = new Map([
  ['continuous', 'continuously'],
  ['daily', 'every day'],
  ['weekly', 'every week'],
  ['monthly', 'every month'],
  ['quarterly', 'every quarter'],
  ['semi-annual', 'every half-year'],
  ['annual', 'every year'],
])
