import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'

export const trainingCompleted = recordCheck({
  id: 'training-completed',
  asserts: 'Every training that is due was completed by its due day.',
  type: 'training-completion',
  named: ({ key }) => key,
  wording: { items: 'trainings', failing: 'are overdue or were late', holding: 'were completed in time' },
  judge: ({ body: { status, due, completed, expires } }, { asOf }) => {
    if (status === 'waived') return outside('it was waived')
    if (completed !== null) {
      if (expires !== null && expires < asOf) return notMet(`its completion counted until ${expires}`, expires)
      return due === null || completed <= due
        ? met(`completed on ${completed}`, completed)
        : notMet(`completed only on ${completed}, due by ${due}`, completed)
    }
    if (due === null) return untold('nothing says by when it is due')
    return asOf <= due ? outside(`due by ${due}`) : notMet(`was due by ${due}`, due)
  },
})
