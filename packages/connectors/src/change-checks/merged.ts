import type { RecordBody } from '@evidentia/core'

type PullRequest = RecordBody<'pull-request'>
type Review = NonNullable<PullRequest['reviews']>[number]

/** The parameter that says which branches lead to production. */
export const protectedBranches = {
  type: 'texts',
  title: 'Branches that lead to production',
  maximumItems: 20,
  default: ['main', 'master'],
} as const

/** Whether the pull request goes into one of `branches`; null where the source does not say. */
export function isOnBranch({ base }: PullRequest, branches: readonly string[]): boolean | null {
  return base === null ? null : branches.includes(base)
}

/** The approvals that stand: the last word of each reviewer, where a comment takes nothing back. */
export function standingApprovals(reviews: readonly Review[]): Review[] {
  const byReviewer = new Map<string, Review>()
  for (const review of reviews.toSorted((one, other) => timeOf(one) - timeOf(other)))
    if (review.verdict !== 'commented') byReviewer.set(review.reviewer.toLowerCase(), review)
  return [...byReviewer.values()].filter(({ verdict }) => verdict === 'approved')
}

function timeOf({ at }: Review): number {
  return at === null ? 0 : Date.parse(at)
}
