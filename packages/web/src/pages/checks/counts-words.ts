import type { VerdictCounts } from '@evidentia/core'
import { verdictFaces, verdictOrder } from '../../status/verdict-faces.ts'
import { formatCount } from '../../time/format.ts'

/** `2 not met, 40 met`: how many items have each verdict, those that need a person first. */
export function countsWords(counts: VerdictCounts): string {
  const parts = verdictOrder
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${formatCount(counts[verdict])} ${verdictFaces[verdict].word.toLowerCase()}`)
  return parts.length === 0 ? 'None' : parts.join(', ')
}
