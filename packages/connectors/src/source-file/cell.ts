import { dateSchema, isInstant } from '@evidentia/core'
import { z } from 'zod'
import { shown } from './refusal.ts'

/** A cell that must hold something. */
export const requiredText = z.string().transform((text, context) => {
  const trimmed = text.trim()
  return trimmed === '' ? refuse(context, 'the value is missing') : trimmed
})

/** A cell that may be empty, which reads as null. */
export const optionalText = z.string().transform((text) => (text.trim() === '' ? null : text.trim()))

/** A calendar day or nothing. */
export const optionalDate = z.string().transform((text, context) => {
  const date = text.trim()
  if (date === '') return null
  if (dateSchema.safeParse(date).success) return date
  return refuse(context, `${shown(date)} is not a calendar date such as 2026-10-31`)
})

/** A calendar day or nothing; of a time written after it, as some tools do, the day alone is read. */
export const optionalDay = z.string().transform((text, context) => {
  const date = text.trim()
  if (date === '') return null
  const [day] = /^\d{4}-\d\d-\d\d(?=$|[T ]\d\d:\d\d)/.exec(date) ?? []
  if (day !== undefined && dateSchema.safeParse(day).success) return day
  return refuse(context, `${shown(date)} is not a calendar date such as 2026-10-31`)
})

/** An instant with its offset, or one of `absent` (compared without case), which reads as null. */
export function instantOr(absent: readonly string[]) {
  return z.string().transform((text, context) => {
    const instant = text.trim()
    if (absent.includes(instant.toLowerCase())) return null
    if (isPlainInstant(instant)) return instant
    return refuse(context, `${shown(instant)} is not an instant with its offset, such as 2026-10-31T18:00:00Z`)
  })
}

/** One of a closed set of words, compared without case, with what each of them means. */
export function oneOf<T extends string | boolean | null>(words: Readonly<Record<string, T>>) {
  const meanings = new Map(Object.entries(words).map(([word, meaning]) => [word.toLowerCase(), meaning]))
  return z.string().transform((text, context): T => {
    const meaning = meanings.get(text.trim().toLowerCase())
    return meaning === undefined
      ? refuse(context, `${shown(text)} is none of ${Object.keys(words).join(', ')}`)
      : meaning
  })
}

/** RFC 3339 without the rarer spellings the calendar library also accepts: two readers must never see two instants. */
export function isPlainInstant(text: string): boolean {
  const plain = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/
  return plain.test(text) && isInstant(text)
}

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}
