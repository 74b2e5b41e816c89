import { daysBetween } from '@evidentia/core'
import type { Check, CheckInput, ItemVerdict, RecordBody } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { judge, unknown } from '../../judgement.ts'

/** The oldest an active access key may be, in days. */
const maxKeyAgeDays = 90

type Key = RecordBody<'account'>['keys'][number]

/** Whether long-lived credentials are replaced before they are forgotten. */
export const accessKeysRotated: Check = {
  id: 'access-keys-rotated',
  asserts: `Every active access key was created or rotated within the last ${maxKeyAgeDays} days.`,
  population: ['account'],
  joins: [],
  evaluate(input) {
    const accounts = input.population('account')
    if (accounts === null) return unknown('The evidence carries no account listing that could be read.')
    if (accounts.length === 0) return unknown('The evidence lists no accounts at all.')
    const items = accounts.flatMap((account) =>
      account.body.keys.map((key) => ({
        key: `${account.body.username} ${key.label}`,
        evidence: account.evidence,
        line: account.line,
        ...judgeKey(key, input),
      })),
    )
    if (items.every((item) => item.verdict === 'not-applicable')) {
      return { verdict: 'met', summary: `None of the ${accounts.length} accounts has an active access key.`, items }
    }
    return judge(items, {
      items: 'active access keys',
      failing: `are more than ${maxKeyAgeDays} days old`,
      holding: `are at most ${maxKeyAgeDays} days old`,
    })
  },
}

function judgeKey(key: Key, input: CheckInput): Pick<ItemVerdict, 'verdict' | 'reason'> {
  if (!key.active) return { verdict: 'not-applicable', reason: 'the key is inactive' }
  if (key.lastRotated === null)
    return { verdict: 'unknown', reason: 'the report does not say when the key was last rotated' }
  const rotated = dayOf(input, key.lastRotated)
  const age = daysBetween(rotated, input.asOf)
  const verdict = age <= maxKeyAgeDays ? 'met' : 'not-met'
  return { verdict, reason: `last rotated on ${rotated}, ${age} days before ${input.asOf}` }
}
