import type { ItemVerdict, SealedResult } from '@evidentia/core'
import { canonicalize, type JsonValue } from '@evidentia/ledger'

/** A result and its items, wherever they are kept. */
export interface WholeResult {
  readonly fact: SealedResult
  readonly items: readonly ItemVerdict[]
}

/** What a person would look at first comes first. */
const fields = [
  'verdict',
  'counts',
  'summary',
  'asserts',
  'parameters',
  'populations',
  'joined',
  'timeZone',
  'question',
  'itemsSha256',
] as const satisfies readonly (keyof SealedResult)[]

/** The first difference between what was sealed and what came of running it again, or null where the bytes are the same. */
export function describeDifference(sealed: WholeResult, again: WholeResult): string | null {
  if (same(sealed.fact, again.fact) && same(sealed.items, again.items)) return null
  const item = sealed.items.findIndex((one, at) => !same(one, again.items[at]))
  const ending = `was sealed and`
  if (sealed.fact.verdict !== again.fact.verdict)
    return `verdict: ${sealed.fact.verdict} ${ending} ${again.fact.verdict} comes out`
  const at = item === -1 && again.items.length > sealed.items.length ? sealed.items.length : item
  if (at !== -1)
    return `item ${at + 1}: ${describeItem(sealed.items[at])} ${ending} ${describeItem(again.items[at])} comes out`
  const field = fields.find((name) => !same(sealed.fact[name], again.fact[name])) ?? 'id'
  return `${field}: ${text(sealed.fact[field])} ${ending} ${text(again.fact[field])} comes out`
}

function describeItem(item: ItemVerdict | undefined): string {
  return item === undefined ? 'nothing' : `${item.key} ${item.verdict} (${item.reason})`
}

function same(one: unknown, other: unknown): boolean {
  return text(one) === text(other)
}

/** Canonical JSON (RFC 8785): equal text is equal bytes. */
function text(value: unknown): string {
  const json: JsonValue = value === undefined ? null : JSON.parse(JSON.stringify(value))
  return canonicalize(json)
}
