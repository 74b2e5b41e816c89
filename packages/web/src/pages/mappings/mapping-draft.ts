import type { Answer } from '../../client/answers.ts'

export type Mappable = Answer<'readMappable'>['types'][number]
export type MappableField = Mappable['fields'][number]
export type Table = Pick<Answer<'previewMapping'>, 'columns' | 'words'>

/** How one field is filled; text as it stands in the form. */
export interface FieldDraft {
  readonly columns: readonly string[]
  /** What is stated for every row; empty where the columns say it. */
  readonly constant: string
  /** The meaning of each word of the column; `''`: none is given yet. */
  readonly words: Readonly<Record<string, string>>
  readonly dates: string
  readonly separator: string
}

/** A mapping as it stands in the form. */
export interface MappingDraft {
  readonly recordType: string
  readonly fields: Readonly<Record<string, FieldDraft>>
  readonly key: readonly string[]
  readonly delimiter: ',' | ';' | '\t' | '|'
  readonly sheet: string | null
  readonly headerRow: number
  readonly timeZone: string
}

export const emptyField: FieldDraft = { columns: [], constant: '', words: {}, dates: '', separator: '' }
export const emptyDraft: MappingDraft = {
  recordType: '',
  fields: {},
  key: [],
  delimiter: ',',
  sheet: null,
  headerRow: 1,
  timeZone: '',
}

/** What `''` in a form of meanings cannot say: that the word says nothing of the field. */
export const saysNothing = 'says-nothing'

const meanings: Readonly<Record<string, string>> = {
  y: 'true',
  yes: 'true',
  n: 'false',
  no: 'false',
  '1': 'true',
  '0': 'false',
}

/** A first proposal: each field from the column whose name is like its own, each word by the choice it spells. The person decides. */
export function proposeFields(type: Mappable, table: Table): MappingDraft['fields'] {
  const free = new Map(table.columns.filter((name) => name.trim() !== '').map((name) => [plain(name), name]))
  return Object.fromEntries(
    type.fields.flatMap((field) => {
      const column = free.get(plain(field.name))
      return column === undefined ? [] : [[field.name, withColumns(emptyField, [column], field, table)]]
    }),
  )
}

/** The field from other columns, with a meaning proposed for each word of a single one. */
export function withColumns(
  draft: FieldDraft,
  columns: readonly string[],
  field: MappableField,
  table: Table,
): FieldDraft {
  return { ...draft, columns, constant: '', words: proposeWords(columns, field, table) }
}

function proposeWords(columns: readonly string[], { kind, choices }: MappableField, table: Table): FieldDraft['words'] {
  const [only] = columns
  if (only === undefined || columns.length > 1 || (kind !== 'choice' && kind !== 'yes-no')) return {}
  const words = table.words[table.columns.indexOf(only)] ?? []
  const options = kind === 'choice' ? choices : ['true', 'false']
  return Object.fromEntries(
    words.map((word) => {
      const small = word.toLowerCase()
      const spelled = options.find((option) => plain(option) === plain(word))
      return [word, spelled ?? (kind === 'yes-no' ? (meanings[small] ?? '') : '')]
    }),
  )
}

/** The key that usually names a record, of the fields that are filled. */
export function proposeKey({ key }: Mappable, fields: MappingDraft['fields']): readonly string[] {
  return key.filter((name) => isFilled(fields[name]))
}

export function isFilled(field: FieldDraft | undefined): boolean {
  return field !== undefined && (field.columns.length > 0 || field.constant !== '')
}

/** The mapping that the form says, as the server takes it; whole or not. */
export function mappingOf(draft: MappingDraft, type: Mappable): Record<string, unknown> {
  const kinds = new Map(type.fields.map((field) => [field.name, field]))
  const fields = Object.entries(draft.fields).flatMap(([name, one]) => {
    const field = kinds.get(name)
    return field === undefined || !isFilled(one) ? [] : [[name, fieldOf(one, field)] as const]
  })
  return {
    recordType: draft.recordType,
    key: [...draft.key],
    fields: Object.fromEntries(fields),
    delimiter: draft.delimiter,
    sheet: draft.sheet,
    headerRow: draft.headerRow,
    timeZone: draft.timeZone.trim() === '' ? null : draft.timeZone.trim(),
  }
}

function fieldOf(draft: FieldDraft, field: MappableField): Record<string, unknown> {
  if (draft.columns.length === 0) return { constant: valueOf(draft.constant, field) }
  const words = Object.entries(draft.words).flatMap(([word, meaning]) =>
    meaning === '' ? [] : [[word, valueOf(meaning, field)] as const],
  )
  return {
    columns: [...draft.columns],
    ...(words.length === 0 ? {} : { words: Object.fromEntries(words) }),
    ...(draft.dates.trim() === '' ? {} : { dates: draft.dates.trim() }),
    ...(draft.separator === '' ? {} : { separator: draft.separator }),
  }
}

function valueOf(text: string, { kind }: MappableField): unknown {
  if (text === saysNothing) return null
  if (kind === 'yes-no') return text === 'true' ? true : text === 'false' ? false : text
  if (kind === 'number') return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)
  if (kind === 'list') return text.split(',').map((item) => item.trim())
  return text
}

/** The form of a mapping that was saved. */
export function draftOf(body: Readonly<Record<string, unknown>>): MappingDraft {
  const mapping = isObject(body['mapping']) ? body['mapping'] : {}
  const fields = isObject(mapping['fields']) ? mapping['fields'] : {}
  const { recordType, sheet, headerRow, timeZone } = mapping
  const delimiter = ([',', ';', '\t', '|'] as const).find((one) => one === mapping['delimiter'])
  return {
    recordType: typeof recordType === 'string' ? recordType : '',
    key: textsOf(mapping['key']),
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, one]) => [name, isObject(one) ? fieldDraftOf(one) : emptyField]),
    ),
    delimiter: delimiter ?? ',',
    sheet: typeof sheet === 'string' ? sheet : null,
    headerRow: typeof headerRow === 'number' ? headerRow : 1,
    timeZone: typeof timeZone === 'string' ? timeZone : '',
  }
}

function fieldDraftOf({ columns, constant, words, dates, separator }: Readonly<Record<string, unknown>>): FieldDraft {
  return {
    columns: textsOf(columns),
    constant: constant === undefined ? '' : textOf(constant),
    words: Object.fromEntries(
      Object.entries(isObject(words) ? words : {}).map(([word, value]) => [word, textOf(value)]),
    ),
    dates: typeof dates === 'string' ? dates : '',
    separator: typeof separator === 'string' ? separator : '',
  }
}

function textOf(value: unknown): string {
  if (value === null) return saysNothing
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `Employee ID` and `employeeId` are alike. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** What most likely separates the columns of a CSV file, by its first line. */
export function guessDelimiter(start: string): MappingDraft['delimiter'] {
  const [line = ''] = start.split('\n', 1)
  const counts = ([',', ';', '\t', '|'] as const).map((one) => [one, line.split(one).length] as const)
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}
