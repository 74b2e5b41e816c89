import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside } from '../../said.ts'

export const otherAccountsHaveOwners = recordCheck({
  id: 'other-accounts-have-owners',
  asserts: 'Every enabled service, shared or break-glass account has a named owner.',
  type: 'account',
  named: ({ body: { username } }) => username,
  wording: { items: 'service and shared accounts', failing: 'have no owner', holding: 'have an owner' },
  judge: ({ body: { kind, enabled, owner } }) => {
    if (kind === 'person' || kind === 'root') return outside(`a ${kind} account answers for itself`)
    if (!enabled) return outside('the account is disabled')
    return owner === null ? notMet('nobody is named who answers for it') : met('somebody answers for it', owner)
  },
})
