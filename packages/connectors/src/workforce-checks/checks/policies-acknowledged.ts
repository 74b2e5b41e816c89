import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'

export const policiesAcknowledged = recordCheck({
  id: 'policies-acknowledged',
  asserts: 'Every policy that somebody was asked to accept was accepted by its due day.',
  type: 'policy-acknowledgement',
  named: ({ key }) => key,
  wording: { items: 'acknowledgments', failing: 'are overdue, late or declined', holding: 'came in time' },
  judge: ({ body: { status, due, acknowledged } }, { asOf }) => {
    if (status === 'declined') return notMet('it was declined', status)
    if (acknowledged !== null)
      return due === null || acknowledged <= due
        ? met(`accepted on ${acknowledged}`, acknowledged)
        : notMet(`accepted only on ${acknowledged}, due by ${due}`, acknowledged)
    if (due === null) return untold('nothing says by when it is due')
    return asOf <= due ? outside(`due by ${due}`) : notMet(`was due by ${due}`, due)
  },
})
