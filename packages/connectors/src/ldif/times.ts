import { isPlainInstant } from '../source-file/cell.ts'
import { shown } from '../source-file/refusal.ts'
import type { Attributes } from './attributes.ts'

/** Milliseconds from 1601, where Windows begins to count, to 1970. */
const from1601To1970 = 11_644_473_600_000n
const lastMillisecond = 253_402_300_799_999n
const ticksPerMillisecond = 10_000n
/** What Active Directory writes for an account that does not expire. */
const never = 9_223_372_036_854_775_807n

/** A FILETIME, as Active Directory writes its times: 100 ns since 1601. Null for 0, which stands for never, and for no value. */
export function fileTime(attributes: Attributes, name: string): string | null {
  const ticks = attributes.integer(name)
  if (ticks === null || ticks === 0n || ticks === never) return null
  const since1970 = ticks / ticksPerMillisecond - from1601To1970
  if (ticks < 0n || since1970 < 0n || since1970 > lastMillisecond)
    throw attributes.refuse(name, `${shown(String(ticks))} is no time since 1970`)
  return new Date(Number(since1970)).toISOString()
}

const generalized = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,](\d{1,9}))?(?:(Z)|([+-]\d\d)(\d\d)?)$/

/** GeneralizedTime (RFC 4517 3.3.13) as an instant; null for no value. */
export function generalizedTime(attributes: Attributes, ...names: readonly string[]): string | null {
  const name = names.find((one) => attributes.has(one))
  const text = name === undefined ? null : attributes.first(name)
  if (name === undefined || text === null) return null
  const [, year, month, day, hour, minute, second = '00', part, zulu, hours, minutes = '00'] =
    generalized.exec(text) ?? []
  const fraction = part === undefined ? '' : `.${part}`
  const offset = zulu ?? `${hours}:${minutes}`
  const instant = `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${offset}`
  if (!isPlainInstant(instant)) throw attributes.refuse(name, `${shown(text)} is not a time such as 20261031180000Z`)
  return instant
}

/** Days since 1970, as the shadow attributes of Unix count (RFC 2307); null for no value and for a number below zero. */
export function shadowDay(attributes: Attributes, name: string): string | null {
  const days = attributes.integer(name)
  if (days === null || days < 0n) return null
  const since = days * 86_400_000n
  if (since > lastMillisecond) throw attributes.refuse(name, `${shown(String(days))} is no number of days since 1970`)
  return new Date(Number(since)).toISOString()
}
