import type { Decision } from '@evidentia/core'
import { IconCircleCheck, IconCircleDashed, IconClockExclamation } from '@tabler/icons-react'
import type { DecisionState } from '../../app/list-search.ts'
import type { StatusFace } from '../../status/row-status.ts'

/** What can be decided about an addressable specification, in words and with what it means (45 CFR 164.306(d)(3)). */
export const decisionChoices: {
  readonly [C in Decision['choice']]: { readonly word: string; readonly meaning: string }
} = {
  implemented: { word: 'Implemented', meaning: 'The specification is implemented as it stands.' },
  alternative: {
    word: 'Equivalent alternative',
    meaning: 'Another measure takes its place and reaches the same purpose.',
  },
  'not-reasonable': {
    word: 'Not reasonable and appropriate',
    meaning: 'It does not fit this organization, and the rationale says why, and why nothing or what else is done.',
  },
}

/** How each state of a decision is shown. */
export const decisionStateFaces: { readonly [S in DecisionState]: StatusFace } = {
  undecided: {
    word: 'Undecided',
    meaning: 'nothing is written down; this is a gap',
    tone: 'bad',
    icon: IconCircleDashed,
  },
  'review-due': {
    word: 'Review overdue',
    meaning: 'its review day has passed; this is a gap',
    tone: 'warn',
    icon: IconClockExclamation,
  },
  decided: {
    word: 'Decided',
    meaning: 'decided in writing and within its review',
    tone: 'good',
    icon: IconCircleCheck,
  },
}

/** Where a decision stands at the end of a day. */
export function stateOf(decision: Decision | null, asOf: string): DecisionState {
  if (decision === null || decision.decided > asOf) return 'undecided'
  return decision.review < asOf ? 'review-due' : 'decided'
}
