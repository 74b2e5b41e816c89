import { canonicalLine } from '../records/canonical-line.ts'
import type { CardExport } from './card.ts'
import type { CoverageGap } from './coverage.ts'
import type { Side } from './reconcile.ts'
import type { SequenceGap } from './sequence.ts'

interface Place {
  readonly key: string
  readonly evidence: string
  readonly line: number | null
}

/** Everything a reader of a population must know besides its rows; one line each, whole where the card has the beginning only. */
export type Remark =
  | ({ readonly kind: 'export'; readonly side: Side; readonly query: string | null } & CardExport)
  | ({ readonly kind: 'uncovered' } & CoverageGap)
  | {
      readonly kind: 'skipped'
      readonly evidence: string
      readonly line: number | null
      readonly field: string | null
      readonly reason: string
    }
  /** `counts` names the export whose record of the same thing counts instead. */
  | ({ readonly kind: 'repeated'; readonly counts: string } & Place)
  | ({ readonly kind: 'undated' } & Place)
  | ({ readonly kind: 'missing-numbers' } & SequenceGap)
  | { readonly kind: 'only-here' | 'only-there'; readonly value: string; readonly key: string }

export function remarkLine(remark: Remark): string {
  return canonicalLine(remark)
}
