import { daysBetween } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { recordCheck } from '../../record-check.ts'
import { days, met, notMet, outside, untold } from '../../said.ts'

export const externalAccountsExpire = recordCheck({
  id: 'external-accounts-expire',
  asserts: 'Every enabled account of somebody outside ends by itself within {maximumDays} days.',
  type: 'account',
  parameters: {
    maximumDays: days('How far the end may be', 90),
  },
  named: ({ body: { username } }) => username,
  wording: { items: 'accounts of outsiders', failing: 'do not end soon enough', holding: 'end by themselves' },
  judge: ({ body: { enabled, external, expires } }, asked) => {
    if (external === null) return untold('the source does not say whose it is')
    if (!external || !enabled) return outside(external ? 'the account is disabled' : 'it belongs to somebody here')
    if (expires === null) return notMet('it has no end')
    const day = dayOf(asked, expires)
    const left = daysBetween(asked.asOf, day)
    return left <= asked.parameters.maximumDays
      ? met(`it ends on ${day}`, expires)
      : notMet(`it ends only on ${day}`, expires)
  },
})
