import { addDays } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { recordCheck } from '../../record-check.ts'
import { days, met, notMet, outside, untold } from '../../said.ts'

export const emergencyChangesReviewed = recordCheck({
  id: 'emergency-changes-reviewed',
  asserts: 'Every emergency change was reviewed within {maximumDays} days by somebody who did not implement it.',
  type: 'change',
  parameters: {
    maximumDays: days('How soon an emergency change has to be reviewed', 5, 90),
  },
  named: ({ key }) => key,
  wording: { items: 'emergency changes', failing: 'were not reviewed in time', holding: 'were reviewed in time' },
  judge: ({ body: { type, implementedAt, implementer, reviewer, reviewedAt } }, asked) => {
    if (type !== 'emergency') return outside(`a ${type} change`)
    if (implementedAt === null) return untold('the ticket does not say when it was done')
    const due = addDays(dayOf(asked, implementedAt), asked.parameters.maximumDays)
    if (reviewedAt === null)
      return asked.asOf <= due ? outside(`its review is due by ${due}`) : notMet(`it was to be reviewed by ${due}`)
    if (reviewer === null) return untold('nobody is named who reviewed it')
    if (reviewer === implementer) return notMet('it was reviewed by whoever implemented it', reviewer)
    const day = dayOf(asked, reviewedAt)
    return day <= due
      ? met(`reviewed on ${day}`, reviewedAt)
      : notMet(`reviewed only on ${day}, due by ${due}`, reviewedAt)
  },
})
