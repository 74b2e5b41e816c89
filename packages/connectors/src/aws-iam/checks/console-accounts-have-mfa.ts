import type { Check, ItemVerdict, RecordBody } from '@evidentia/core'
import { judge, unknown } from '../../judgement.ts'

/** Whether every account that signs in with a password also needs a second factor. */
export const consoleAccountsHaveMfa: Check = {
  id: 'console-accounts-have-mfa',
  asserts: 'Every account with a password, and the root account, has a second factor.',
  population: ['account'],
  joins: [],
  evaluate(input) {
    const accounts = input.population('account')
    if (accounts === null) return unknown('The evidence carries no account listing that could be read.')
    return judge(
      accounts.map((account) => ({
        key: account.body.username,
        evidence: account.evidence,
        line: account.line,
        ...judgeAccount(account.body),
      })),
      { items: 'accounts with a password', failing: 'have no second factor', holding: 'have a second factor' },
    )
  },
}

function judgeAccount({ kind, passwordEnabled, mfa }: RecordBody<'account'>): Pick<ItemVerdict, 'verdict' | 'reason'> {
  if (passwordEnabled === false) return { verdict: 'not-applicable', reason: 'the account has no password' }
  if (passwordEnabled === null && kind !== 'root')
    return { verdict: 'unknown', reason: 'the report does not say whether it has a password' }
  if (mfa === null) return { verdict: 'unknown', reason: 'the report does not say whether it has a second factor' }
  return mfa ? { verdict: 'met', reason: 'mfa_active is true' } : { verdict: 'not-met', reason: 'mfa_active is false' }
}
