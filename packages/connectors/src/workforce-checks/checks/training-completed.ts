import { cannotTell, eachRecordCheck, met, notMet, outside } from '../../each-record.ts'

export const trainingCompleted = eachRecordCheck({
  id: 'training-completed',
  asserts: 'Every training that is due was completed by its due day.',
  type: 'training-completion',
  shrinkage: 'silence',
  wording: { items: 'trainings', failing: 'are overdue or were late', holding: 'were completed in time' },
  judge: ({ status, due, completed, expires }, { asOf }) => {
    if (status === 'waived') return outside('it was waived')
    if (completed !== null) {
      if (expires !== null && expires < asOf) return notMet(`its completion counted until ${expires}`, expires)
      return due === null || completed <= due
        ? met(`completed on ${completed}`, completed)
        : notMet(`completed only on ${completed}, due by ${due}`, completed)
    }
    if (due === null) return cannotTell('nothing says by when it is due')
    return asOf <= due ? outside(`due by ${due}`) : notMet(`was due by ${due}`, due)
  },
})
