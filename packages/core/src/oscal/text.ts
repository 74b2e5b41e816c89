import type { JsonObject } from './json.ts'

/** The namespace of every property that OSCAL itself does not define. */
export const ourNamespace = 'urn:evidentia:oscal'

/** What stands where OSCAL demands something that nobody recorded. Never an invented value. */
export const notRecorded = 'not recorded'

export interface Property extends JsonObject {
  readonly name: string
  readonly value: string
  readonly remarks?: string | undefined
}

/** A property in our own namespace; OSCAL closes its own to names it does not know. */
export function property(name: string, value: string, remarks?: string): Property {
  return { name, ns: ourNamespace, value: line(value), remarks: remarks === undefined ? undefined : prose(remarks) }
}

/** The number or name by which people cite something, as OSCAL has it. */
export function label(value: string): Property {
  return { name: 'label', value: line(value) }
}

/** Text as an OSCAL string: one line, without space around it, never empty. */
export function line(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim()
  return flat === '' ? notRecorded : flat
}

/** Text as one line of OSCAL markup. */
export function title(text: string): string {
  return escapeMarkup(line(text))
}

/** Text as OSCAL markup of several lines. */
export function prose(text: string): string {
  const trimmed = text.trim()
  return trimmed === '' ? notRecorded : escapeMarkup(trimmed)
}

/** What a person typed must not become a tag, nor an insertion of a parameter (`{{ insert: param, … }}`). */
function escapeMarkup(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('{{', '{ {')
}
