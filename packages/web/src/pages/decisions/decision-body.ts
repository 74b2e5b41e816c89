import type { Decision } from '@evidentia/core'
import { decisionChoices } from './decision-choice.ts'

/** What the history shows of one version of a decision. */
interface DecisionBody {
  readonly choice: Decision['choice']
  readonly rationale: string
  readonly measure: string | null
  readonly decidedBy: string
  readonly approvedBy: string
  readonly review: string
}

/** Reads a decision document. The server validated it when it was recorded; its contract carries bodies untyped. Null if it is none. */
export function readDecision(body: { readonly [field: string]: unknown }): DecisionBody | null {
  const choice = (Object.keys(decisionChoices) as readonly Decision['choice'][]).find((name) => name === body['choice'])
  if (choice === undefined) return null
  const text = (field: string) => (typeof body[field] === 'string' ? body[field] : '')
  return {
    choice,
    rationale: text('rationale'),
    measure: typeof body['measure'] === 'string' ? body['measure'] : null,
    decidedBy: text('decidedBy'),
    approvedBy: text('approvedBy'),
    review: text('review'),
  }
}
