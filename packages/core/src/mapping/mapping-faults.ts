import type { RecordType } from '../records/record.ts'
import { tellsOf } from '../time/date-format.ts'
import { fieldSchemaOf, listMappableFields } from './mappable-fields.ts'
import type { MappableField } from './mappable-fields.ts'

/** Something that makes a mapping useless, with its place in the mapping. */
interface MappingFault {
  readonly path: readonly string[]
  readonly problem: string
}

interface MappedField {
  readonly columns?: readonly string[] | undefined
  readonly words?: Readonly<Record<string, unknown>> | undefined
  readonly dates?: string | undefined
  readonly separator?: string | undefined
  readonly constant?: unknown
}

interface MappingParts {
  readonly recordType: RecordType
  readonly key: readonly string[]
  readonly fields: Readonly<Record<string, MappedField>>
  readonly timeZone: string | null
}

/** What no file could make right: fields that do not exist or are missing, meanings and formats that the field cannot hold. */
export function* findMappingFaults({ recordType, key, fields, timeZone }: MappingParts): Generator<MappingFault> {
  const mappable = new Map(listMappableFields(recordType).map((field) => [field.name, field]))
  for (const name of mappable.values()) {
    if (name.required && !Object.hasOwn(fields, name.name))
      yield {
        path: ['fields', name.name],
        problem: `a ${recordType} cannot be without ${name.name}: map it or state it`,
      }
  }
  for (const [name, mapped] of Object.entries(fields)) {
    const field = mappable.get(name)
    if (field === undefined)
      yield { path: ['fields', name], problem: `${name} is no field of a ${recordType} that a column can fill` }
    else yield* findFieldFaults(recordType, field, mapped, timeZone)
  }
  for (const name of key) {
    if (!Object.hasOwn(fields, name)) yield { path: ['key'], problem: `${name} is part of the key and not mapped` }
  }
}

function* findFieldFaults(
  type: RecordType,
  field: MappableField,
  mapped: MappedField,
  timeZone: string | null,
): Generator<MappingFault> {
  const path = ['fields', field.name]
  const schema = fieldSchemaOf(type, field.name)
  const holds = (value: unknown): boolean => schema?.safeParse(value).success === true
  if (mapped.columns === undefined) {
    if (!holds(mapped.constant)) yield { path: [...path, 'constant'], problem: `${field.name} cannot hold this value` }
    return
  }
  for (const [word, meaning] of Object.entries(mapped.words ?? {})) {
    if (!holds(meaning)) yield { path: [...path, 'words', word], problem: `${field.name} cannot hold this meaning` }
  }
  if (mapped.separator !== undefined && field.kind !== 'list')
    yield { path: [...path, 'separator'], problem: `${field.name} is not a list` }
  if (mapped.dates === undefined) return
  const tells = tellsOf(mapped.dates)
  if (field.kind !== 'date' && field.kind !== 'instant')
    yield { path: [...path, 'dates'], problem: `${field.name} is neither a day nor an instant` }
  else if (field.kind === 'instant' && !tells.time)
    yield { path: [...path, 'dates'], problem: `${field.name} is an instant, and this format says no time of day` }
  else if (field.kind === 'instant' && !tells.offset && timeZone === null)
    yield { path: ['timeZone'], problem: `the times of ${field.name} state no offset: say in which zone they are` }
}
