import { addDays } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { recordCheck } from '../../record-check.ts'
import { days, met, notMet, outside, untold } from '../../said.ts'

export const breakGlassReviewed = recordCheck({
  id: 'break-glass-reviewed',
  asserts: 'Every use of a break-glass account was reviewed by somebody else within {maximumDays} days.',
  type: 'elevation',
  parameters: {
    maximumDays: days('How soon a use has to be reviewed', 3, 90),
  },
  named: ({ key }) => key,
  wording: {
    items: 'uses of break-glass accounts',
    failing: 'were not reviewed in time',
    holding: 'were reviewed in time',
  },
  judge: ({ body: { kind, account, requester, startedAt, endedAt, reviewer, reviewedAt } }, asked) => {
    if (kind !== 'break-glass') return outside('it was approved beforehand')
    const used = endedAt ?? startedAt
    if (used === null) return untold('the source does not say when it was used')
    const due = addDays(dayOf(asked, used), asked.parameters.maximumDays)
    if (reviewedAt === null)
      return asked.asOf <= due ? outside(`its review is due by ${due}`) : notMet(`it was to be reviewed by ${due}`)
    if (reviewer === null) return untold('nobody is named who reviewed it')
    if (reviewer === account || reviewer === requester) return notMet('it was reviewed by whoever used it', reviewer)
    const day = dayOf(asked, reviewedAt)
    return day <= due
      ? met(`reviewed on ${day}`, reviewedAt)
      : notMet(`reviewed only on ${day}, due by ${due}`, reviewedAt)
  },
})
