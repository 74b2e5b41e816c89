import type { MappableField } from '@evidentia/core'
import { readDay, readInstant } from '@evidentia/core'
import { shown } from '../source-file/refusal.ts'

type Read = { readonly value: unknown } | { readonly problem: string }

interface Dates {
  readonly format: string | null
  readonly timeZone: string | null
}

const yesNo: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['false', false],
  ['no', false],
])
/** What a spreadsheet shows where a formula failed: no value at all. */
const cellError = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!)$/

/** What a cell without a meaning of its own says of a field. An empty one says nothing, or names an empty list. */
export function readValue(text: string, field: MappableField, dates: Dates, separator: string | null): Read {
  if (cellError.test(text)) return { problem: `the cell holds the error ${text} of a spreadsheet` }
  if (field.kind === 'list') return { value: itemsOf(text, separator) }
  if (text === '') return emptyOf(field)
  switch (field.kind) {
    case 'text':
      return { value: text }
    case 'choice': {
      const choice = field.choices.find((word) => word === text.toLowerCase())
      const problem = `${shown(text)} is none of ${field.choices.join(', ')}`
      return choice === undefined ? { problem } : { value: choice }
    }
    case 'yes-no': {
      const answer = yesNo.get(text.toLowerCase())
      return answer === undefined ? { problem: `${shown(text)} is none of true, false, yes, no` } : { value: answer }
    }
    case 'number':
      return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)
        ? { value: Number(text) }
        : { problem: `${shown(text)} is not a number such as 1234.5` }
    case 'date': {
      const day = readDay(text, dates.format)
      return day === null ? { problem: `${shown(text)} is not a day written as ${formatOf(dates)}` } : { value: day }
    }
    case 'instant': {
      const instant = readInstant(text, dates.format, dates.timeZone)
      if (instant !== null) return { value: instant }
      const zone = dates.timeZone === null ? 'with its offset' : `in ${dates.timeZone}`
      return { problem: `${shown(text)} is not a moment written as ${formatOf(dates)} ${zone}` }
    }
    case 'other':
      return { problem: 'a column cannot fill this field' }
  }
}

/** Some required texts may be empty; where one may not, the schema of the record says so. */
function emptyOf(field: MappableField): Read {
  if (!field.required) return { value: null }
  return field.kind === 'text' ? { value: '' } : { problem: 'the value is missing' }
}

function itemsOf(text: string, separator: string | null): string[] {
  const items = separator === null ? [text] : text.split(separator)
  return items.flatMap((item) => (item.trim() === '' ? [] : [item.trim()]))
}

function formatOf({ format }: Dates): string {
  return format ?? '2026-10-31 or 2026-10-31T18:00:00Z'
}
