import { eachRecordCheck, flagIs, met, outside } from '../../each-record.ts'

export const personAccountsHaveMfa = eachRecordCheck({
  id: 'person-accounts-have-mfa',
  asserts: 'Every enabled account of a person has a second factor.',
  type: 'account',
  shrinkage: 'silence',
  nameOf: ({ username }) => username,
  wording: { items: 'accounts of people', failing: 'have no second factor', holding: 'have a second factor' },
  judge: ({ kind, enabled, mfa, mfaEnforced }) => {
    if (kind !== 'person') return outside(`a ${kind} account is judged by other checks`)
    if (!enabled) return outside('the account is disabled')
    return mfaEnforced === true
      ? met('a second factor is demanded', 'enforced')
      : flagIs(mfa, true, 'a factor is set up', 'no factor is set up')
  },
})
