import { instantSchema } from '@evidentia/core'
import { z } from 'zod'
import { isPlainInstant } from './cell.ts'
import { shown } from './refusal.ts'

/** Text that every store can hold: an escaped NUL or half a surrogate pair is well-formed JSON and still refused. */
export const text = z
  .string()
  .refine((given) => given.isWellFormed() && !given.includes('\0'), 'the text holds a NUL or half a character')

/** Text that says something. */
export const someText = text.min(1, 'the value is missing')

/** Text that may be absent, null or empty, all of which read as null. */
export const mayText = text.nullish().transform((given) => (given === undefined || given === '' ? null : given))

/** A number, or a string that is one, as tools that print everything as text write it; absent reads as null. */
export const mayNumber = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((given, context) => {
    if (given === null || given === undefined || given === '') return null
    const number = Number(given)
    if (Number.isFinite(number)) return number
    context.addIssue({ code: 'custom', message: `${shown(String(given))} is not a number` })
    return z.NEVER
  })

/** An instant with its offset; absent, null or empty reads as null. */
export const mayInstant = z
  .string()
  .nullish()
  .transform((given, context) => {
    if (given === null || given === undefined || given === '') return null
    if (isPlainInstant(given)) return given
    const message = `${shown(given)} is not an instant with its offset, such as 2026-10-31T18:00:00Z`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

const lastSecond = 253_402_300_799

/** Seconds since 1970, as some tools date things, as an instant; absent reads as null. */
export const mayEpoch = z
  .number()
  .nullish()
  .transform((given, context) => {
    if (given === null || given === undefined) return null
    if (Number.isFinite(given) && given >= 0 && given <= lastSecond) {
      const instant = new Date(Math.round(given * 1000)).toISOString()
      if (instantSchema.safeParse(instant).success) return instant
    }
    context.addIssue({ code: 'custom', message: `${given} is not a number of seconds since 1970` })
    return z.NEVER
  })

/** One of some words, compared without case, with what each means. */
export function word<const T extends string | boolean | null>(words: Readonly<Record<string, T>>) {
  const meanings = new Map(Object.entries(words).map(([name, meaning]) => [name.toLowerCase(), meaning]))
  return z.string().transform((given, context): T => {
    const meaning = meanings.get(given.toLowerCase())
    if (meaning !== undefined) return meaning
    context.addIssue({ code: 'custom', message: `${shown(given)} is none of ${Object.keys(words).join(', ')}` })
    return z.NEVER
  })
}
