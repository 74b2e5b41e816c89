import type { AssessmentView } from '@evidentia/core'
import type { BreachQuestion } from './breach-questions.ts'
import type { StatedAct } from './record-act.ts'

type Argued = AssessmentView['assessment']
type Stated = Extract<StatedAct, { kind: 'breach-assessed' }>['assessment']
const exclusions = ['unintentional-access', 'inadvertent-disclosure', 'could-not-retain'] as const
const factors = ['phi-extent', 'recipient', 'acquired-or-viewed', 'mitigation'] as const

/** An answer as the form holds it; `no` argues nothing. */
export interface BreachAnswer {
  readonly choice: string
  readonly rationale: string
  readonly evidence: readonly string[]
}
export type AssessmentDraft = { readonly [Q in BreachQuestion['id']]?: BreachAnswer }
export const emptyAnswer: BreachAnswer = { choice: 'no', rationale: '', evidence: [] }

/** Starts with the answers of the version before, so that only what changed is answered anew. */
export function startAssessment(before: Argued | null): AssessmentDraft {
  if (before === null) return {}
  const { secured, exclusion, factors: argued } = before
  return {
    ...(secured === null ? {} : { secured: { choice: 'yes', ...secured } }),
    ...(exclusion === null
      ? {}
      : { exclusion: { choice: exclusion.of, rationale: exclusion.rationale, evidence: exclusion.evidence } }),
    ...Object.fromEntries(
      Object.entries(argued).map(([name, { risk, rationale, evidence }]) => [
        name,
        { choice: risk, rationale, evidence },
      ]),
    ),
  }
}

/** What was answered; a question without an argument stays open. */
export function assessmentOf(draft: AssessmentDraft): Stated {
  const { secured = emptyAnswer, exclusion = emptyAnswer } = draft
  const of = exclusions.find((name) => name === exclusion.choice)
  return {
    secured: secured.choice === 'yes' ? argue(secured) : null,
    exclusion: of === undefined ? null : { of, ...argue(exclusion) },
    factors: Object.fromEntries(
      factors.flatMap((name) => {
        const answer = draft[name] ?? emptyAnswer
        if (answer.choice !== 'low' && answer.choice !== 'not-low') return []
        return [[name, { risk: answer.choice, ...argue(answer) }]]
      }),
    ),
  }
}

function argue({ rationale, evidence }: BreachAnswer) {
  return { rationale: rationale.trim(), evidence: [...evidence] }
}
