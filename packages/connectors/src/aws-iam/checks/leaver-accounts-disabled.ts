import type { Check, CheckInput, ItemVerdict, Sourced } from '@evidentia/core'
import { judge, unknown } from '../../judgement.ts'

type Account = Sourced<'account'>
type Person = Sourced<'person'>

/** Whether someone the HR roster says has left can still sign in. */
export const leaverAccountsDisabled: Check = {
  id: 'leaver-accounts-disabled',
  asserts: 'No enabled account belongs to a person the HR roster says has left.',
  population: ['account'],
  joins: ['person'],
  evaluate(input) {
    const accounts = input.population('account')
    if (accounts === null) return unknown('The evidence carries no account listing that could be read.')
    const people = input.newest('person')
    if (people === null) return unknown('There is no HR roster to compare the accounts with.')
    if (people.length === 0) return unknown('The newest HR roster lists nobody.')
    const directory = indexPeople(people)
    return judge(
      accounts.map((account) => ({
        key: account.body.username,
        evidence: account.evidence,
        line: account.line,
        ...judgeAccount(account, directory, input),
      })),
      {
        items: 'accounts of people',
        failing: 'belong to someone who has left',
        holding: 'belong to someone who works here, or are disabled',
      },
    )
  },
}

function judgeAccount(
  account: Account,
  directory: Directory,
  input: CheckInput,
): Pick<ItemVerdict, 'verdict' | 'reason'> {
  const { kind, enabled, username } = account.body
  if (kind !== 'person') return { verdict: 'not-applicable', reason: `a ${kind} account belongs to no person` }
  if (!enabled) return { verdict: 'met', reason: 'the account is disabled' }
  const owners = directory.get(username.toLowerCase()) ?? []
  const [first] = owners
  if (first === undefined)
    return { verdict: 'unknown', reason: 'nobody in the HR roster has this user name or e-mail address' }
  const leavers = owners.filter((person) => hasLeft(person, input.asOf))
  const [leaver] = leavers
  if (leaver === undefined) return { verdict: 'met', reason: `${first.body.name} works here` }
  if (leavers.length < owners.length) {
    // Rehired under a new employee number: one address, one human, who works here now.
    if (new Set(owners.map((person) => person.body.email)).size === 1)
      return { verdict: 'met', reason: `${first.body.name} works here again` }
    return { verdict: 'unknown', reason: 'the user name fits several people in the HR roster, one of whom has left' }
  }
  const when = leaver.body.terminated === null ? 'on a day the roster does not name' : `on ${leaver.body.terminated}`
  return { verdict: 'not-met', reason: `${leaver.body.name} left ${when} and the account is enabled` }
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
