import { defineCheck } from '@evidentia/core'
import type { RecordBody } from '@evidentia/core'
import { itemOf, judge, unknown } from '../../judgement.ts'
import { directoryOf, namesOfAccount } from '../../people-directory.ts'
import { met, notMet, outside, untold } from '../../said.ts'

/** Orphans: accounts that no roster explains. Guests and vendors are in none and have their own check. */
export const accountsHaveAPerson = defineCheck({
  id: 'accounts-have-a-person',
  version: 1,
  asserts: 'Every enabled account of a person belongs to exactly one person whom the HR roster lists.',
  population: ['account'],
  joins: ['person'],
  shrinkage: 'silence',
  parameters: {},
  evaluate(input) {
    const accounts = input.population('account')
    if (accounts === null) return unknown('The evidence carries no account listing that could be read.')
    const people = input.newest('person')
    if (people === null) return unknown('There is no HR roster to compare the accounts with.')
    if (people.length === 0) return unknown('The newest HR roster lists nobody.')
    const directory = directoryOf(people)
    const items = accounts.map((account) => itemOf(account.body.username, account, judgeAccount(account.body)))
    return judge(items, {
      items: 'accounts of people',
      failing: 'belong to nobody in the HR roster',
      holding: 'belong to somebody in the HR roster',
    })

    function judgeAccount(account: RecordBody<'account'>) {
      if (account.kind !== 'person') return outside(`a ${account.kind} account belongs to no person`)
      if (!account.enabled) return outside('the account is disabled')
      if (account.external === true) return outside('the account is somebody’s outside')
      const owners = directory.find(namesOfAccount(account))
      const addresses = new Set(owners.map(({ body }) => body.email ?? body.employeeId))
      const [owner] = owners
      if (owner === undefined) return notMet('nobody in the HR roster has this user name, number or e-mail address')
      if (addresses.size > 1) return untold(`it fits ${owners.length} people in the HR roster`)
      return met(`it belongs to ${owner.body.name}`, owner.body.employeeId)
    }
  },
})
