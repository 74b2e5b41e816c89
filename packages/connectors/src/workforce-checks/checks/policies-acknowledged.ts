import { cannotTell, eachRecordCheck, met, notMet, outside } from '../../each-record.ts'

export const policiesAcknowledged = eachRecordCheck({
  id: 'policies-acknowledged',
  asserts: 'Every policy that somebody was asked to accept was accepted by its due day.',
  type: 'policy-acknowledgement',
  shrinkage: 'silence',
  wording: { items: 'acknowledgments', failing: 'are overdue, late or declined', holding: 'came in time' },
  judge: ({ status, due, acknowledged }, { asOf }) => {
    if (status === 'declined') return notMet('it was declined', status)
    if (acknowledged !== null)
      return due === null || acknowledged <= due
        ? met(`accepted on ${acknowledged}`, acknowledged)
        : notMet(`accepted only on ${acknowledged}, due by ${due}`, acknowledged)
    if (due === null) return cannotTell('nothing says by when it is due')
    return asOf <= due ? outside(`due by ${due}`) : notMet(`was due by ${due}`, due)
  },
})
