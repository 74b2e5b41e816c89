import { defineCheck } from '@evidentia/core'
import type { RecordBody } from '@evidentia/core'
import { itemOf, judge, unknown } from '../../judgement.ts'
import { directoryOf, hasLeft } from '../../people-directory.ts'
import { met, notMet, outside, untold } from '../../said.ts'

export const ownersStillWorkHere = defineCheck({
  id: 'owners-still-work-here',
  version: 1,
  asserts: 'Every owner named for an enabled service, shared or break-glass account still works here.',
  population: ['account'],
  joins: ['person'],
  shrinkage: 'silence',
  parameters: {},
  evaluate(input) {
    const accounts = input.population('account')
    if (accounts === null) return unknown('The evidence carries no account listing that could be read.')
    const people = input.newest('person')
    if (people === null) return unknown('There is no HR roster to compare the owners with.')
    const directory = directoryOf(people)
    const items = accounts.map((account) => itemOf(account.body.username, account, judgeAccount(account.body)))
    return judge(items, {
      items: 'accounts with an owner',
      failing: 'have an owner who left',
      holding: 'have one who works here',
    })

    function judgeAccount({ kind, enabled, owner }: RecordBody<'account'>) {
      if (kind === 'person' || kind === 'root' || !enabled) return outside('it needs no owner')
      if (owner === null) return outside('the source names no owner')
      const found = directory.find([owner])
      if (found.length === 0) return untold(`nobody in the HR roster is called ${owner}`, owner)
      if (found.every((person) => hasLeft(person, input.asOf))) return notMet(`${owner} has left`, owner)
      if (found.some((person) => hasLeft(person, input.asOf)))
        return untold(`${owner} fits several people in the HR roster, one of whom has left`, owner)
      return met(`${owner} works here`, owner)
    }
  },
})
