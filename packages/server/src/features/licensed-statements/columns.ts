import { EvidentiaError } from '@evidentia/core'

/** What is read from a row: the publisher's identifier of the statement, the reference it belongs to, its text. */
export const fields = ['statement', 'requirement', 'text'] as const
export type Field = (typeof fields)[number]
export type Mapping = Readonly<Record<Field, number>>

/** Headers that say what a column holds, in lower case and without punctuation; the first of a list that is there counts. */
const known: Readonly<Record<Field, readonly string[]>> = {
  statement: [
    'baseline unique id',
    'unique id',
    'buid',
    'requirement statement id',
    'statement id',
    'requirement id',
    'id',
  ],
  requirement: [
    'control reference',
    'csf control reference',
    'csf reference',
    'reference',
    'control reference number',
    'control',
  ],
  text: ['requirement statement', 'statement text', 'requirement text', 'statement', 'text'],
}

/**
 * Which column holds which field: as `given` (header to field), else by what the header says. Throws `invalid-input` naming the
 * field that no column holds and the columns there are.
 */
export function mapColumns(header: readonly string[], given: ReadonlyMap<string, string>): Mapping {
  const names = header.map(normalize)
  const chosen = new Map<string, number>()
  for (const [column, field] of given) {
    const at = names.indexOf(normalize(column))
    if (at === -1) throw refuse(`The file has no column "${column}".`, header)
    if (!fields.some((one) => one === field))
      throw refuse(`There is no field "${field}"; a column is ${fields.join(', ')}.`, header)
    chosen.set(field, at)
  }
  const find = (field: Field): number => {
    const at = chosen.get(field) ?? known[field].map((name) => names.indexOf(name)).find((found) => found !== -1)
    if (at === undefined) throw refuse(`No column is known to hold the ${field}.`, header)
    return at
  }
  const mapping = { statement: find('statement'), requirement: find('requirement'), text: find('text') }
  if (new Set(Object.values(mapping)).size < fields.length)
    throw refuse('One column would be read as two fields.', header)
  return mapping
}

function normalize(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
}

function refuse(sentence: string, header: readonly string[]): EvidentiaError {
  return new EvidentiaError('invalid-input', sentence, {
    place: { line: 1 },
    remedy: `Say which is which with --map "<column>=<${fields.join('|')}>"; the columns are ${header.join(', ')}.`,
  })
}
