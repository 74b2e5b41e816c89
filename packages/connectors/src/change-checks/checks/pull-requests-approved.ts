import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'
import { standingApprovals } from '../merged.ts'

export const pullRequestsApproved = recordCheck({
  id: 'pull-requests-approved',
  asserts: 'Every merged pull request was approved by somebody other than its author.',
  type: 'pull-request',
  named: ({ key }) => key,
  wording: {
    items: 'merged pull requests',
    failing: 'were merged without an approval by another person',
    holding: 'were approved by another person',
  },
  judge: ({ body: { state, reviews, author } }) => {
    if (state !== 'merged') return outside('it was not merged')
    if (reviews === null) return untold('the source does not list its reviews')
    const by = standingApprovals(reviews).find(({ reviewer }) => reviewer !== author)
    return by === undefined ? notMet('nobody else approved it') : met(`approved by ${by.reviewer}`, by.reviewer)
  },
})
