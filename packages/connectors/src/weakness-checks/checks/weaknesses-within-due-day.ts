import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside } from '../../said.ts'

export const weaknessesWithinDueDay = recordCheck({
  id: 'weaknesses-within-due-day',
  asserts: 'No open weakness is past the day by which its source wants it gone.',
  type: 'vulnerability',
  shrinkage: 'progress',
  named: ({ key }) => key,
  wording: { items: 'weaknesses with a due day', failing: 'are past it', holding: 'are within it' },
  judge: ({ body: { due, status } }, { asOf }) => {
    if (status === 'fixed' || status === 'not-affected') return met(`the source says ${status}`, status)
    if (due === null) return outside('the source gives no day')
    return asOf <= due ? met(`due by ${due}`, due) : notMet(`was due by ${due}`, due)
  },
})
