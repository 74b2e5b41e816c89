import { identityOf, verdictOf } from '@evidentia/core'
import type { ItemVerdict, Judgement, RecordType, Sourced } from '@evidentia/core'

/** What a check says of one item, beside which item it is. */
export type Said = Pick<ItemVerdict, 'verdict' | 'reason' | 'value'>

/** The verdict on the item that `record` is. */
export function itemOf(key: string, record: Sourced<RecordType>, said: Said): ItemVerdict {
  const { verdict, reason, value } = said
  return { key, record: identityOf(record), verdict, reason, value }
}

/** How a check speaks of its items: "3 of 14 accounts belong to someone who left". */
export interface Wording {
  /** Plural noun. */
  readonly items: string
  /** Predicate of the items that are not met. */
  readonly failing: string
  /** Predicate when every item is met. */
  readonly holding: string
}

/** The result over a population, with the failing items first in the summary. */
export function judge(items: readonly ItemVerdict[], wording: Wording): Judgement {
  const verdict = verdictOf(items)
  const judged = items.filter((item) => item.verdict !== 'not-applicable')
  switch (verdict) {
    case 'not-met':
      return {
        verdict,
        items,
        summary: `${tally(judged, 'not-met', wording.items)} ${wording.failing}: ${list(judged, 'not-met')}.`,
      }
    case 'unknown': {
      if (items.length === 0) return unknown(`The evidence lists no ${wording.items} at all.`)
      const summary = `${tally(judged, 'unknown', wording.items)} cannot be judged: ${list(judged, 'unknown')}.`
      return { verdict, items, summary }
    }
    case 'met':
      return { verdict, items, summary: `${tally(judged, 'met', wording.items)} ${wording.holding}.` }
    case 'not-applicable':
      return { verdict, items, summary: `None of the ${items.length} ${wording.items} is within this check.` }
  }
}

/** The result where an input is missing: not passed. */
export function unknown(summary: string): Judgement {
  return { verdict: 'unknown', summary, items: [] }
}

function tally(judged: readonly ItemVerdict[], verdict: ItemVerdict['verdict'], items: string): string {
  return `${judged.filter((item) => item.verdict === verdict).length} of ${judged.length} ${items}`
}

function list(judged: readonly ItemVerdict[], verdict: ItemVerdict['verdict']): string {
  const keys = judged.filter((item) => item.verdict === verdict).map((item) => item.key)
  return keys.length > 3 ? `${keys.slice(0, 3).join(', ')} and ${keys.length - 3} more` : keys.join(', ')
}
