import { z } from 'zod'

import { evidenceIdSchema } from '../evidence/evidence.ts'
import { documentKindSchema } from '../program/document.ts'
import { dateSchema } from '../time/date.ts'
import type { FindingKind } from './finding-record.ts'
import type { Severity } from './words.ts'

/** What came on the day a gap was gone, and shows that it is: evidence its checks pass on, or what the programme says from then on. */
export const closingProofSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('evidence'), evidence: evidenceIdSchema, name: z.string(), on: dateSchema }),
  z.strictObject({ type: z.literal('document'), kind: documentKindSchema, id: z.string(), on: dateSchema }),
])
export type ClosingProof = z.infer<typeof closingProofSchema>

/** How a gap looked on some day. */
export interface Look {
  /** The day since which it looks like this. */
  readonly since: string
  readonly kind: FindingKind
  /** False while the first artifact is owed and still in time. */
  readonly isLate: boolean
  readonly severity: Severity
  readonly title: string
  readonly due: string | null
  readonly owner: string | null
  readonly backupOwner: string | null
  /** The approved exception that covers it, in a sentence; null where none does. */
  readonly exception: string | null
  /** The newest evidence of the row; null where there is none. */
  readonly newest: string | null
  readonly facts: readonly string[]
}

/** How it looked from one day on, until the next phase or the end of the episode. */
export interface Phase extends Look {
  readonly from: string
}

/** A gap from the day it showed until the day it was gone, whatever kind it was of in between. Never without a phase. */
export interface Episode {
  /** The day it began, which can be before anybody could know: `found`, the first day on which it showed. */
  readonly since: string
  readonly found: string
  /** The first day on which it showed no longer; null while it shows. */
  readonly until: string | null
  readonly phases: readonly Phase[]
  /** Null while it shows, and where nothing that came proves that it is gone. */
  readonly closing: ClosingProof | null
  /** The entry that raised it; null for one that is computed. */
  readonly entry: number | null
}

/** How something looked from one day on; null where it was no gap. */
export interface Sighting {
  readonly from: string
  readonly look: Look | null
}

/**
 * The unbroken runs of a gap, oldest first. A gap that turns from one kind into another (a late report arrives and fails its check)
 * is the same gap: one episode, more phases. So is one that an exception covers for a while: it was accepted, and never gone.
 */
export function listEpisodes(sightings: readonly Sighting[]): Episode[] {
  const episodes: Episode[] = []
  let phases: Phase[] = []
  const end = (until: string | null): void => {
    const [first] = phases
    if (first === undefined) return
    episodes.push({ since: first.since, found: first.from, until, phases, closing: null, entry: null })
    phases = []
  }
  for (const { from, look } of sightings) {
    const last = phases.at(-1)
    if (look === null) end(from)
    else if (last === undefined || !looksSame(last, look)) phases.push({ ...look, from })
  }
  end(null)
  return episodes
}

/** The episodes as they stood on `day`. */
export function episodesOn(episodes: readonly Episode[], day: string): Episode[] {
  return episodes
    .filter(({ found }) => found <= day)
    .map((episode) => {
      const phases = episode.phases.filter(({ from }) => from <= day)
      const isOver = episode.until !== null && episode.until <= day
      return isOver ? episode : { ...episode, phases, until: null, closing: null }
    })
}

/** How the gap looked last. */
export function lastPhase({ phases }: Episode): Phase {
  const last = phases.at(-1)
  if (last === undefined) throw new RangeError('An episode without a phase is none.')
  return last
}

/**
 * Whether something was late or did not hold. Not so where the first artifact was still owed in time and came in time: that is a gap on
 * every day before, and no lapse that a later one would repeat.
 */
export function isLapse({ phases }: Episode): boolean {
  return phases.some(({ isLate }) => isLate)
}

function looksSame(a: Look, b: Look): boolean {
  return (
    a.kind === b.kind &&
    a.isLate === b.isLate &&
    a.severity === b.severity &&
    a.title === b.title &&
    a.due === b.due &&
    a.owner === b.owner &&
    a.backupOwner === b.backupOwner &&
    a.exception === b.exception &&
    a.newest === b.newest
  )
}
