import type { Evidence } from '../evidence/evidence.ts'
import { countSkippedRows } from '../evidence/evidence.ts'
import type { Lifecycle } from '../evidence/lifecycle.ts'
import type { RecordType } from '../records/record.ts'
import type { Check } from './check.ts'

/** A named person's review that accepted the evidence, and what they wrote. */
export interface Acceptance {
  readonly by: string
  readonly note: string | null
}

/** How whole one population is, as facts: what silence is judged by. */
export interface PopulationWholeness {
  readonly type: RecordType
  readonly evidence: string
  readonly count: number
  /** Rows of the artifact that the importer could not read. */
  readonly skipped: number
  /** Whether the claim says that there is nothing to list. */
  readonly statedEmpty: boolean
  /** The row's evidence before, of the same record type; null where there is none. */
  readonly previous: { readonly evidence: string; readonly count: number } | null
  readonly acceptance: Acceptance | null
}

/**
 * The standing of the records of `type` in `evidence`; null where it has none of that type, not even zero. `earlier` is the row's
 * evidence before it, newest first.
 */
export function standingOf(
  type: RecordType,
  evidence: Evidence,
  earlier: readonly Evidence[],
  review: Lifecycle['review'],
): PopulationWholeness | null {
  const count = evidence.derived?.counts[type]
  if (evidence.derived === null || count === undefined) return null
  const previous = earlier.find((before) => before.derived?.counts[type] !== undefined)
  return {
    type,
    evidence: evidence.id,
    count,
    skipped: countSkippedRows(evidence.derived),
    statedEmpty: evidence.statesEmpty === true,
    previous: previous === undefined ? null : { evidence: previous.id, count: previous.derived?.counts[type] ?? 0 },
    acceptance: review?.outcome === 'accepted' ? { by: review.by, note: review.note } : null,
  }
}

/** What silence makes of a population: it may not be whole, or it is empty and a named person stands for that. */
export type Silence = { readonly kind: 'doubt' | 'attested-empty'; readonly sentence: string }

/**
 * Whether the records of a population can be all there are. Schema drift shows as rows that were not read; a collector that lost
 * half its source shows as counts. Only a named person's accepted review, which says why, takes a doubt away.
 */
export function findSilence(standing: PopulationWholeness, shrinkage: Check['shrinkage']): Silence | null {
  const { type, count, skipped, previous, acceptance } = standing
  const explanation = acceptance?.note ?? null
  if (skipped > 0 && explanation === null)
    return doubt(
      `${skipped} ${skipped === 1 ? 'row' : 'rows'} of the file could not be read, so it may name more than these ${count} ${nounOf(type, count)}.`,
    )
  if (shrinkage === 'progress') return null
  if (count === 0) return judgeEmpty(standing)
  if (previous !== null && count * 2 < previous.count && explanation === null)
    return doubt(
      `The file names ${count} ${nounOf(type, count)} and the one before (${previous.evidence}) named ${previous.count}: fewer than half, and no accepted review says why.`,
    )
  return null
}

function judgeEmpty({ type, statedEmpty, acceptance }: PopulationWholeness): Silence {
  if (statedEmpty && acceptance !== null)
    return {
      kind: 'attested-empty',
      sentence: `There is no ${nounOf(type, 1)} at the source: stated by the claim, accepted by ${acceptance.by}.`,
    }
  const missing = statedEmpty
    ? 'the claim says that there is none, and no named person has accepted that yet'
    : 'the claim does not say that there is none'
  return doubt(`The file names no ${nounOf(type, 1)} at all, and ${missing}.`)
}

function doubt(sentence: string): Silence {
  return { kind: 'doubt', sentence }
}

/** Record types are named in the singular, by the word a person would use. */
function nounOf(type: RecordType, count: number): string {
  const noun = type.replaceAll('-', ' ')
  if (count === 1) return noun
  if (noun === 'person') return 'people'
  if (/(?:s|x|ch|sh)$/.test(noun)) return `${noun}es`
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`
}
