import type { Decision } from '@evidentia/core'
import { yearAfter } from '../../time/calendar.ts'
import { isDate } from '../../time/format.ts'

/** The addressable specification a decision is about. */
export interface Specification {
  readonly framework: string
  readonly requirement: string
  readonly title: string
}

/** What the form of a decision holds, as typed. */
export interface DecisionDraft {
  readonly choice: Decision['choice'] | ''
  readonly rationale: string
  readonly measure: string
  readonly decidedBy: string
  readonly approvedBy: string
  readonly decided: string
  readonly review: string
}
export type DecisionProblems = { readonly [F in keyof DecisionDraft]?: string }

/** A draft to begin with: what was decided before, if anything, decided again today and reviewed in a year. */
export function beginDecision(before: Decision | null, today: string): DecisionDraft {
  return {
    choice: before?.choice ?? '',
    rationale: before?.rationale ?? '',
    measure: before?.measure ?? '',
    decidedBy: before?.decidedBy ?? '',
    approvedBy: before?.approvedBy ?? '',
    decided: today,
    review: yearAfter(today),
  }
}

/** What keeps a draft from being recorded, by field, each in a sentence. Empty when it can be. */
export function findProblems(draft: DecisionDraft): DecisionProblems {
  const { choice, rationale, measure, decidedBy, approvedBy, decided, review } = draft
  const [words, measures] = [rationale.trim().length, measure.trim().length]
  return {
    ...(choice === '' ? { choice: 'Choose one.' } : {}),
    ...(words < 40 ? { rationale: 'Say why in at least 40 characters: an auditor will read it without you.' } : {}),
    ...(choice === 'alternative' && measures < 10
      ? { measure: 'Describe the measure that takes the place of the specification.' }
      : {}),
    ...(choice === 'not-reasonable' && measures > 0 && measures < 10
      ? { measure: 'Describe the measure in at least 10 characters, or leave it empty.' }
      : {}),
    ...(decidedBy === '' ? { decidedBy: 'Choose who decides.' } : {}),
    ...(approvedBy === '' ? { approvedBy: 'Choose who approves.' } : {}),
    ...(approvedBy !== '' && approvedBy === decidedBy
      ? { approvedBy: 'Somebody else than the person who decides must approve.' }
      : {}),
    ...(isDate(decided) ? {} : { decided: 'Give the day of the decision.' }),
    ...(isDate(review) && review > decided ? {} : { review: 'Give a day after the decision.' }),
  }
}

/** The decision a draft without problems stands for; null for any other. `id` is that of the earlier decision, if there is one. */
export function composeDecision(
  draft: DecisionDraft,
  { framework, requirement }: Specification,
  id: string | undefined,
): Decision | null {
  const { choice, rationale, measure, decidedBy, approvedBy, decided, review } = draft
  if (choice === '' || Object.keys(findProblems(draft)).length > 0) return null
  return {
    id: id ?? nameDecision(framework, requirement),
    framework,
    requirement,
    choice,
    rationale: rationale.trim(),
    ...(choice === 'implemented' || measure.trim() === '' ? {} : { measure: measure.trim() }),
    decidedBy,
    approvedBy,
    decided,
    review,
  }
}

/** `hipaa-security`, `164.312(a)(2)(iv)` as `hipaa-security-164-312-a-2-iv`. */
function nameDecision(framework: string, requirement: string): string {
  return `${framework}-${requirement}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/-+$/, '')
}
