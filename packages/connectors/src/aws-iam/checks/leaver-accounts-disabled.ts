import { defineCheck } from '@evidentia/core'
import type { Sourced } from '@evidentia/core'
import { itemOf, judge, unknown } from '../../judgement.ts'
import type { Said } from '../../judgement.ts'

type Account = Sourced<'account'>
type Person = Sourced<'person'>

/** Whether someone the HR roster says has left can still sign in. */
export const leaverAccountsDisabled = defineCheck({
  id: 'leaver-accounts-disabled',
  version: 1,
  asserts: 'No enabled account belongs to a person the HR roster says has left.',
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
    const directory = indexPeople(people)
    return judge(
      accounts.map((account) => itemOf(account.body.username, account, judgeAccount(account, directory, input.asOf))),
      {
        items: 'accounts of people',
        failing: 'belong to someone who has left',
        holding: 'belong to someone who works here, or are disabled',
      },
    )
  },
})

function judgeAccount(account: Account, directory: Directory, asOf: string): Said {
  const { kind, enabled, username } = account.body
  const none = { value: null }
  if (kind !== 'person')
    return { verdict: 'not-applicable', reason: `a ${kind} account belongs to no person`, value: kind }
  if (!enabled) return { verdict: 'met', reason: 'the account is disabled', value: 'disabled' }
  const owners = directory.get(username.toLowerCase()) ?? []
  const [first] = owners
  if (first === undefined)
    return { verdict: 'unknown', reason: 'nobody in the HR roster has this user name or e-mail address', ...none }
  const leavers = owners.filter((person) => hasLeft(person, asOf))
  const [leaver] = leavers
  if (leaver === undefined) return { verdict: 'met', reason: `${first.body.name} works here`, value: first.body.status }
  if (leavers.length < owners.length) {
    // Rehired under a new employee number: one address, one human, who works here now.
    if (new Set(owners.map((person) => person.body.email)).size === 1)
      return { verdict: 'met', reason: `${first.body.name} works here again`, value: 'rehired' }
    const reason = 'the user name fits several people in the HR roster, one of whom has left'
    return { verdict: 'unknown', reason, ...none }
  }
  const left = leaver.body.terminated
  const when = left === null ? 'on a day the roster does not name' : `on ${left}`
  return {
    verdict: 'not-met',
    reason: `${leaver.body.name} left ${when} and the account is enabled`,
    value: left ?? leaver.body.status,
  }
}

function hasLeft({ body }: Person, asOf: string): boolean {
  return body.terminated === null ? body.status === 'terminated' : body.terminated <= asOf
}

type Directory = ReadonlyMap<string, readonly Person[]>

/** People by full e-mail address and by its local part, both in lower case. */
function indexPeople(people: readonly Person[]): Directory {
  const directory = new Map<string, Person[]>()
  for (const person of people) {
    const email = person.body.email?.toLowerCase()
    if (email === undefined) continue
    for (const name of new Set([email, email.split('@')[0] ?? email])) {
      const namesakes = directory.get(name)
      if (namesakes === undefined) directory.set(name, [person])
      else namesakes.push(person)
    }
  }
  return directory
}
