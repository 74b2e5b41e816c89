import { daysBetween } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { recordCheck } from '../../record-check.ts'
import { days, met, notMet, outside, untold } from '../../said.ts'

export const accountsInUse = recordCheck({
  id: 'accounts-in-use',
  asserts: 'Every enabled account signed in within the last {maximumDays} days, or was made within them.',
  type: 'account',
  parameters: {
    maximumDays: days('How long an account may rest', 90),
  },
  named: ({ body: { username } }) => username,
  wording: { items: 'enabled accounts', failing: 'have not been used', holding: 'are in use' },
  judge: ({ body: { enabled, lastSignIn, created, kind } }, asked) => {
    if (!enabled) return outside('the account is disabled')
    if (kind === 'break-glass' || kind === 'root') return outside(`a ${kind} account is meant to be unused`)
    const seen = lastSignIn ?? created
    if (seen === null) return untold('the source says neither when it last signed in nor when it was made')
    const day = dayOf(asked, seen)
    const age = daysBetween(day, asked.asOf)
    const { maximumDays } = asked.parameters
    const said = lastSignIn === null ? `never signed in since it was made on ${day}` : `last signed in on ${day}`
    return age <= maximumDays ? met(said, seen) : notMet(said, seen)
  },
})
