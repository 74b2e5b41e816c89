import { z } from 'zod'
import { isPlainInstant } from './cell.ts'
import { shown } from './refusal.ts'

/** Text that every store can hold: an escaped NUL or half a surrogate pair is well-formed JSON and still refused. */
export const text = z
  .string()
  .refine((given) => given.isWellFormed() && !given.includes('\0'), 'the text holds a NUL or half a character')

/** Text that says something. */
export const someText = text.min(1, 'the value is missing')

/**
 * One step from what stands in the file to what it means. Written as transforms alone, since a report has millions of these values and
 * each schema put before another costs as much as the reading.
 */
function meaning<T>(read: (given: unknown) => { readonly is: T } | { readonly problem: string }) {
  return z.transform((given: unknown, context): T => {
    const found = read(given)
    if ('is' in found) return found.is
    context.addIssue({ code: 'custom', message: found.problem, input: given })
    return z.NEVER
  })
}

const nothing = { is: null } as const
const isNothing = (given: unknown): boolean => given === undefined || given === null || given === ''

/** Text that may be absent, null or empty, all of which read as null. */
export const mayText = meaning<string | null>((given) => {
  if (isNothing(given)) return nothing
  if (typeof given !== 'string') return { problem: 'a text belongs here' }
  return given.isWellFormed() && !given.includes('\0')
    ? { is: given }
    : { problem: 'the text holds a NUL or half a character' }
})

/** A number, or a string that is one, as tools that print everything as text write it; absent reads as null. */
export const mayNumber = meaning<number | null>((given) => {
  if (isNothing(given)) return nothing
  const number = typeof given === 'number' || typeof given === 'string' ? Number(given) : Number.NaN
  return Number.isFinite(number) ? { is: number } : { problem: `${shown(asText(given))} is not a number` }
})

/** An instant with its offset; absent, null or empty reads as null. */
export const mayInstant = meaning<string | null>((given) => {
  if (isNothing(given)) return nothing
  return typeof given === 'string' && isPlainInstant(given)
    ? { is: given }
    : { problem: `${shown(asText(given))} is not an instant with its offset, such as 2026-10-31T18:00:00Z` }
})

const lastSecond = 253_402_300_799

/** Seconds since 1970, as some tools date things, as an instant; absent reads as null. */
export const mayEpoch = meaning<string | null>((given) => {
  if (isNothing(given)) return nothing
  return typeof given === 'number' && given >= 0 && given <= lastSecond
    ? { is: new Date(Math.round(given * 1000)).toISOString() }
    : { problem: `${shown(asText(given))} is not a number of seconds since 1970` }
})

/** One of some words, compared without case, with what each means. */
export function word<const T extends string | boolean | null>(words: Readonly<Record<string, T>>) {
  const meanings = new Map(Object.entries(words).map(([name, said]) => [name.toLowerCase(), said]))
  return meaning<T>((given) => {
    if (given === undefined) return { problem: 'the value is missing' }
    const said = typeof given === 'string' ? meanings.get(given.toLowerCase()) : undefined
    return said === undefined
      ? { problem: `${shown(asText(given))} is none of ${Object.keys(words).join(', ')}` }
      : { is: said }
  })
}

function asText(given: unknown): string {
  return typeof given === 'string' ? given : (JSON.stringify(given) ?? String(given))
}
