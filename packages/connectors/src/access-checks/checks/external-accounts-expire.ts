import { daysBetween } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { cannotTell, days, eachRecordCheck, met, notMet, outside } from '../../each-record.ts'

export const externalAccountsExpire = eachRecordCheck({
  id: 'external-accounts-expire',
  asserts: 'Every enabled account of somebody outside ends by itself within {maximumDays} days.',
  type: 'account',
  shrinkage: 'silence',
  parameters: {
    maximumDays: days('How far the end may be', 90),
  },
  nameOf: ({ username }) => username,
  wording: { items: 'accounts of outsiders', failing: 'do not end soon enough', holding: 'end by themselves' },
  judge: ({ enabled, external, expires }, asked) => {
    if (external === null) return cannotTell('the source does not say whose it is')
    if (!external || !enabled) return outside(external ? 'the account is disabled' : 'it belongs to somebody here')
    if (expires === null) return notMet('it has no end')
    const day = dayOf(asked, expires)
    const left = daysBetween(asked.asOf, day)
    return left <= asked.parameters.maximumDays
      ? met(`it ends on ${day}`, expires)
      : notMet(`it ends only on ${day}`, expires)
  },
})
