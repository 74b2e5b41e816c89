import { defineCheck } from '@evidentia/core'
import type { RecordBody } from '@evidentia/core'
import { itemOf, judge, unknown } from '../../judgement.ts'
import type { Said } from '../../judgement.ts'

/** Whether every account that signs in with a password also needs a second factor. */
export const consoleAccountsHaveMfa = defineCheck({
  id: 'console-accounts-have-mfa',
  version: 1,
  asserts: 'Every account with a password, and the root account, has a second factor.',
  population: ['account'],
  joins: [],
  shrinkage: 'silence',
  parameters: {},
  evaluate(input) {
    const accounts = input.population('account')
    if (accounts === null) return unknown('The evidence carries no account listing that could be read.')
    return judge(
      accounts.map((account) => itemOf(account.body.username, account, judgeAccount(account.body))),
      { items: 'accounts with a password', failing: 'have no second factor', holding: 'have a second factor' },
    )
  },
})

function judgeAccount({ kind, passwordEnabled, mfa }: RecordBody<'account'>): Said {
  const value = mfa === null ? null : `mfa_active is ${mfa}`
  if (passwordEnabled === false) return { verdict: 'not-applicable', reason: 'the account has no password', value }
  if (passwordEnabled === null && kind !== 'root')
    return { verdict: 'unknown', reason: 'the report does not say whether it has a password', value }
  if (value === null)
    return { verdict: 'unknown', reason: 'the report does not say whether it has a second factor', value }
  return { verdict: mfa === true ? 'met' : 'not-met', reason: value, value }
}
