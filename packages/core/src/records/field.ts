import { z } from 'zod'
import { dateSchema, instantSchema } from '../time/date.ts'

/**
 * The vocabulary of record fields. Each field says in one line what it holds; docs/records.md is made of these lines.
 * A field made by `unsaid` is null where the source does not say: an importer may leave it out, and so may the records of an
 * artifact that was derived before the field existed.
 */
export function unsaid<S extends z.ZodType>(schema: S, says: string) {
  return schema.nullable().default(null).describe(says)
}

/** Text that every store can hold: an escaped NUL or half a surrogate pair is well-formed JSON and still refused. */
export const anyText = z
  .string()
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'the text holds a NUL or half a character')
const someText = anyText.min(1, 'the value is missing')
const instantValue = instantSchema.meta({ format: 'date-time' })
const dayValue = dateSchema.meta({ format: 'date' })
const countValue = z.int().min(0)

/** What every record of the type must have. */
export const required = {
  text: (says: string) => someText.describe(says),
  /** Text that may be empty. */
  anyText: (says: string) => anyText.describe(says),
  texts: (says: string) => z.array(someText).describe(says),
  flag: (says: string) => z.boolean().describe(says),
  oneOf: <const V extends readonly [string, ...string[]]>(values: V, says: string) => z.enum(values).describe(says),
} as const

/** What a source may leave unsaid. */
export const optional = {
  text: (says: string) => unsaid(someText, says),
  /** Text that may be empty, where a source was asked and had nothing to say. */
  anyText: (says: string) => unsaid(anyText, says),
  /** Null: the source does not list them. Empty: it lists none. */
  texts: (says: string) => unsaid(z.array(someText), says),
  flag: (says: string) => unsaid(z.boolean(), says),
  /** A whole number from 0. */
  count: (says: string) => unsaid(countValue, says),
  number: (says: string) => unsaid(z.number(), says),
  /** An instant with its offset, RFC 3339. */
  instant: (says: string) => unsaid(instantValue, says),
  /** A calendar day. */
  day: (says: string) => unsaid(dayValue, says),
  oneOf: <const V extends readonly [string, ...string[]]>(values: V, says: string) => unsaid(z.enum(values), says),
} as const
