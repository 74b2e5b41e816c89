import { recordCheck } from '../../record-check.ts'
import { judgeFlag, met, outside } from '../../said.ts'

export const personAccountsHaveMfa = recordCheck({
  id: 'person-accounts-have-mfa',
  asserts: 'Every enabled account of a person has a second factor.',
  type: 'account',
  named: ({ body: { username } }) => username,
  wording: { items: 'accounts of people', failing: 'have no second factor', holding: 'have a second factor' },
  judge: ({ body: { kind, enabled, mfa, mfaEnforced } }) => {
    if (kind !== 'person') return outside(`a ${kind} account is judged by other checks`)
    if (!enabled) return outside('the account is disabled')
    return mfaEnforced === true
      ? met('a second factor is demanded', 'enforced')
      : judgeFlag(mfa, { yes: 'a factor is set up', no: 'no factor is set up', asked: 'whether that is so' })
  },
})
