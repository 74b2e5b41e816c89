import { cannotTell, eachRecordCheck, met, notMet, outside } from '../../each-record.ts'

export const pullRequestsApproved = eachRecordCheck({
  id: 'pull-requests-approved',
  asserts: 'Every merged pull request was approved by somebody other than its author.',
  type: 'pull-request',
  shrinkage: 'silence',
  wording: {
    items: 'merged pull requests',
    failing: 'were merged without an approval by another person',
    holding: 'were approved by another person',
  },
  judge: ({ state, reviews, author }) => {
    if (state !== 'merged') return outside('it was not merged')
    if (reviews === null) return cannotTell('the source does not list its reviews')
    const newest = new Map(
      reviews.filter(({ verdict }) => verdict !== 'commented').map((review) => [review.reviewer, review]),
    )
    const by = [...newest.values()].find(({ verdict, reviewer }) => verdict === 'approved' && reviewer !== author)
    return by === undefined ? notMet('nobody else approved it') : met(`approved by ${by.reviewer}`, by.reviewer)
  },
})
