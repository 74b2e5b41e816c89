import type { DateRange } from '../time/date.ts'
import type { ClosingProof, Episode } from './episode.ts'

/** Evidence that came for a row and was rejected by its reviewer. */
export interface Rejection {
  readonly evidence: string
  readonly day: string
  readonly sentence: string
}

/** All that is computed of one finding, for every day up to the last one looked at. With what people did it says where it stands. */
export interface FindingTrace {
  readonly id: string
  readonly control: string | null
  readonly requirement: string | null
  readonly system: string | null
  readonly vendor: string | null
  /** What it is about, without what is wrong with it. */
  readonly about: string
  /** Of a row: from where its evidence comes, and the oldest interval that lacks it, if one does. */
  readonly asks: { readonly systemOfRecord: string; readonly interval: DateRange | null } | null
  /** Oldest first. Empty where, by what is known now, there never was a gap, though people took one for known and acted on it. */
  readonly episodes: readonly Episode[]
  readonly rejections: readonly Rejection[]
  /** What shows, by what is known now, that there is no gap; null where nothing does. */
  readonly disproof: ClosingProof | null
  /** The facts of the newest look, and its day, while it is open; the looks before it show what they did when they began. */
  readonly newest: { readonly on: string; readonly facts: readonly string[] } | null
}
