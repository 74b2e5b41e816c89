import { addDays, defineCheck } from '@evidentia/core'
import type { CheckInput, RecordBody } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { itemOf, judge, unknown } from '../../judgement.ts'
import type { Said } from '../../judgement.ts'

/** Whether the one account that no policy can restrain is kept for emergencies. */
export const rootAccountUnused = defineCheck({
  id: 'root-account-unused',
  version: 1,
  asserts: 'The root account has no active access key and its password was not used in the last {quietDays} days.',
  population: ['account'],
  joins: [],
  shrinkage: 'silence',
  parameters: {
    quietDays: {
      type: 'integer',
      title: 'How long the root user must have been left alone',
      unit: 'days',
      minimum: 1,
      maximum: 365,
      default: 90,
    },
  },
  evaluate(input) {
    const accounts = input.population('account')
    if (accounts === null) return unknown('The evidence carries no account listing that could be read.')
    const roots = accounts.filter((account) => account.body.kind === 'root')
    if (roots.length === 0) return unknown('The account listing has no row for the root account.')
    return judge(
      roots.map((root) => itemOf(root.body.username, root, judgeRoot(root.body, input, input.parameters.quietDays))),
      { items: 'root accounts', failing: 'were used or can be used by key', holding: 'were left alone' },
    )
  },
})

function judgeRoot(root: RecordBody<'account'>, input: Pick<CheckInput, 'asOf' | 'timeZone'>, quietDays: number): Said {
  const active = root.keys.filter((key) => key.active).map((key) => key.label)
  const keys = active.join(' and ')
  if (keys !== '') return { verdict: 'not-met', reason: `${keys} of the root account is active`, value: keys }
  const value = root.passwordLastUsed
  if (value === null) return { verdict: 'met', reason: 'no active key, and no use of the password on record', value }
  const used = dayOf(input, value)
  const verdict = used < addDays(input.asOf, -quietDays) ? 'met' : 'not-met'
  return { verdict, reason: `no active key; the password was last used on ${used}`, value }
}
