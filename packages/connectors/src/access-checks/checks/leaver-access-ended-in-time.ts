import { defineCheck, endOfDay } from '@evidentia/core'
import type { RecordBody, Sourced, ValuesOf } from '@evidentia/core'
import { itemOf, judge, unknown } from '../../judgement.ts'
import type { Said } from '../../judgement.ts'
import { directoryOf, hasLeft, namesOfAccount } from '../../people-directory.ts'
import type { Day } from '../../said.ts'
import { hoursBetween, met, notMet, outside, untold } from '../../said.ts'

const parameters = {
  hours: {
    type: 'integer',
    title: 'How long after the end of work an account may stay usable',
    unit: 'hours',
    minimum: 0,
    maximum: 720,
    default: 24,
  },
  involuntaryHours: {
    type: 'integer',
    title: 'How long after a dismissal',
    unit: 'hours',
    minimum: 0,
    maximum: 720,
    default: 24,
  },
} as const

/**
 * How long access outlived the employment. Counted from the moment that HR records, otherwise from the end of the last day in the
 * organization's time zone.
 */
export const leaverAccessEndedInTime = defineCheck({
  id: 'leaver-access-ended-in-time',
  version: 1,
  asserts:
    'Every account of a person who left was disabled within {hours} hours of the end of work, {involuntaryHours} after a dismissal.',
  population: ['account'],
  joins: ['person'],
  shrinkage: 'silence',
  parameters,
  evaluate(input) {
    const accounts = input.population('account')
    if (accounts === null) return unknown('The evidence carries no account listing that could be read.')
    const people = input.newest('person')
    if (people === null) return unknown('There is no HR roster to compare the accounts with.')
    if (people.length === 0) return unknown('The newest HR roster lists nobody.')
    const directory = directoryOf(people)
    const items = accounts.map((account) => {
      const owners = directory.find(namesOfAccount(account.body))
      return itemOf(account.body.username, account, judgeAccount(account.body, owners, input, input.parameters))
    })
    return judge(items, {
      items: 'accounts of leavers',
      failing: 'stayed usable too long',
      holding: 'were disabled in time',
    })
  },
})

function judgeAccount(
  account: RecordBody<'account'>,
  owners: readonly Sourced<'person'>[],
  day: Day,
  allowed: ValuesOf<typeof parameters>,
): Said {
  if (account.kind !== 'person') return outside(`a ${account.kind} account belongs to no person`)
  const [owner] = owners
  if (owner === undefined) return untold('nobody in the HR roster has this user name, number or e-mail address')
  const leavers = owners.filter((person) => hasLeft(person, day.asOf))
  const [leaver] = leavers
  if (leaver === undefined) return outside(`${owner.body.name} works here`)
  if (leavers.length < owners.length || leavers.length > 1)
    return untold('the account fits several people in the HR roster, one of whom has left')
  const { name, terminated, terminatedAt, terminationKind } = leaver.body
  const from = terminatedAt ?? (terminated === null ? null : endOfDay(terminated, day.timeZone))
  if (from === null) return untold(`the roster does not say when ${name} left`)
  const hours = terminationKind === 'involuntary' ? allowed.involuntaryHours : allowed.hours
  const end = endOfDay(day.asOf, day.timeZone)
  const left = `${name} left at ${from}`
  if (!account.enabled && account.disabledAt === null)
    return untold(`${left}; the source does not say when the account was disabled`, from)
  const used = account.enabled ? hoursBetween(from, end) : hoursBetween(from, account.disabledAt ?? end)
  if (used > hours)
    return notMet(`${left}; ${account.enabled ? 'still enabled' : `disabled at ${account.disabledAt}`}`, from)
  return met(
    account.enabled ? `${left}; still within the ${hours} hours` : `${left}; disabled at ${account.disabledAt}`,
    from,
  )
}
