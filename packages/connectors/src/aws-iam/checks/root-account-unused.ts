import { addDays } from '@evidentia/core'
import type { Check, CheckInput, ItemVerdict, RecordBody } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { judge, unknown } from '../../judgement.ts'

/** How long the root user must have been left alone, in days. */
const quietDays = 90

/** Whether the one account that no policy can restrain is kept for emergencies. */
export const rootAccountUnused: Check = {
  id: 'root-account-unused',
  asserts: `The root account has no active access key and its password was not used in the last ${quietDays} days.`,
  population: ['account'],
  joins: [],
  evaluate(input) {
    const accounts = input.population('account')
    if (accounts === null) return unknown('The evidence carries no account listing that could be read.')
    const roots = accounts.filter((account) => account.body.kind === 'root')
    if (roots.length === 0) return unknown('The account listing has no row for the root account.')
    return judge(
      roots.map((root) => ({
        key: root.body.username,
        evidence: root.evidence,
        line: root.line,
        ...judgeRoot(root.body, input),
      })),
      { items: 'root accounts', failing: 'were used or can be used by key', holding: 'were left alone' },
    )
  },
}

function judgeRoot(root: RecordBody<'account'>, input: CheckInput): Pick<ItemVerdict, 'verdict' | 'reason'> {
  const active = root.keys.filter((key) => key.active).map((key) => key.label)
  if (active.length > 0) return { verdict: 'not-met', reason: `${active.join(' and ')} of the root account is active` }
  if (root.passwordLastUsed === null)
    return { verdict: 'met', reason: 'no active key, and no use of the password on record' }
  const used = dayOf(input, root.passwordLastUsed)
  const verdict = used < addDays(input.asOf, -quietDays) ? 'met' : 'not-met'
  return { verdict, reason: `no active key; the password was last used on ${used}` }
}
