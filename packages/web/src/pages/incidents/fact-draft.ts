import type { IncidentFact } from '@evidentia/core'
import { fromField, toField } from '../differences/local-instant.ts'
import { slugOf } from '../organizations/organization-draft.ts'
import { type FactField, type FactFormKind, fieldsOf } from './fact-fields.ts'

/** What a form holds of a fact, by field, all of it as text; a check is `yes` or empty. */
export type FactDraft = { readonly [field: string]: string }

/** A form as it starts: empty, or with what the fact says that is corrected. */
export function startDraft(kind: FactFormKind, fact: IncidentFact | null, timeZone: string): FactDraft {
  const from: { readonly [name: string]: unknown } = fact ?? {}
  return Object.fromEntries(fieldsOf(kind).map((field) => [field.name, startOf(field, from, timeZone)]))
}

function startOf(
  { name, type, choices }: FactField,
  from: { readonly [name: string]: unknown },
  timeZone: string,
): string {
  const term = from['term']
  if (name === 'termUnit' && term !== undefined)
    return typeof term === 'string' ? term : (Object.keys(term ?? {})[0] ?? 'unknown')
  const value = name === 'term' && typeof term === 'object' ? Object.values(term ?? {})[0] : from[name]
  if (typeof value === 'boolean') return value ? 'yes' : ''
  if (typeof value === 'string') return type === 'instant' ? toField(value) : value
  if (typeof value === 'number') return String(value)
  if (type === 'choice') return choices?.[0]?.[0] ?? ''
  return type === 'zone' ? timeZone : ''
}

/** The first field that is still to be filled in; null when none is. */
export function findGap(kind: FactFormKind, draft: FactDraft): FactField | null {
  return (
    fieldsOf(kind).find((field) => {
      const text = draft[field.name] ?? ''
      if (field.name === 'term') return ['days', 'hours'].includes(draft['termUnit'] ?? '') && !isCount(text)
      if (field.name === 'recipient') return draft['to'] === 'upstream' && text === ''
      if (field.optional === true || field.type === 'check') return false
      if (field.type === 'count') return !isCount(text)
      if (field.type === 'instant') return fromField(text) === null
      if (field.type === 'name') return slugOf(text) === ''
      return text.trim() === ''
    }) ?? null
  )
}

/** The fact a filled-in form says. What the server does not take it refuses, with the field. */
export function factOf(kind: FactFormKind, draft: FactDraft): { readonly [field: string]: unknown } {
  const said = fieldsOf(kind).flatMap((field): [string, unknown][] => {
    const { name, type } = field
    const text = (draft[name] ?? '').trim()
    if (name === 'termUnit') return []
    if (name === 'term') return [[name, termOf(draft)]]
    if (type === 'check') return [[name, text === 'yes']]
    if (text === '') return []
    if (type === 'count') return [[name, Number(text)]]
    if (type === 'instant') return [[name, fromField(text)]]
    return [[name, type === 'name' ? slugOf(text) : text]]
  })
  return { kind, ...Object.fromEntries(said) }
}

function termOf(draft: FactDraft): unknown {
  const unit = draft['termUnit'] ?? 'unknown'
  return unit === 'days' || unit === 'hours' ? { [unit]: Number(draft['term']) } : unit
}

function isCount(text: string): boolean {
  return /^\d{1,9}$/.test(text.trim())
}

/** An id that no fact of the incident has: after the party, the State or the kind. */
export function freeId(kind: FactFormKind, draft: FactDraft, taken: readonly string[]): string {
  const base = slugOf(
    [kind === 'party' ? '' : kind, draft['party'] ?? draft['from'] ?? '', draft['jurisdiction'] ?? ''].join(' '),
  )
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`
    if (!taken.includes(id)) return id
  }
}
