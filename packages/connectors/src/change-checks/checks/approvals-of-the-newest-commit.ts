import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'

export const approvalsOfTheNewestCommit = recordCheck({
  id: 'approvals-of-the-newest-commit',
  asserts: 'Every merged pull request was approved as it was merged, with no commit after the approval.',
  type: 'pull-request',
  named: ({ key }) => key,
  wording: {
    items: 'merged pull requests',
    failing: 'changed after their approval',
    holding: 'were approved as they were merged',
  },
  judge: ({ body: { state, reviews, author, headCommit } }) => {
    if (state !== 'merged') return outside('it was not merged')
    if (reviews === null) return untold('the source does not list its reviews')
    const approvals = reviews.filter(({ verdict, reviewer }) => verdict === 'approved' && reviewer !== author)
    if (approvals.length === 0) return outside('nobody approved it, which another check judges')
    if (headCommit === null || approvals.every(({ commit }) => commit === null))
      return untold('the source does not say which commit was approved')
    return approvals.some(({ commit }) => commit === headCommit)
      ? met('its newest commit was approved', headCommit)
      : notMet('a commit followed the approval', headCommit)
  },
})
