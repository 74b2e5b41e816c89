import { daysBetween, defineCheck } from '@evidentia/core'
import type { CheckInput, RecordBody } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { itemOf, judge, unknown } from '../../judgement.ts'
import type { Said } from '../../judgement.ts'

type Key = RecordBody<'account'>['keys'][number]

/** Whether long-lived credentials are replaced before they are forgotten. */
export const accessKeysRotated = defineCheck({
  id: 'access-keys-rotated',
  version: 1,
  asserts: 'Every active access key was created or rotated within the last {maximumAgeDays} days.',
  population: ['account'],
  joins: [],
  shrinkage: 'silence',
  parameters: {
    maximumAgeDays: {
      type: 'integer',
      title: 'The oldest an active access key may be',
      unit: 'days',
      minimum: 1,
      maximum: 365,
      default: 90,
    },
  },
  evaluate(input) {
    const accounts = input.population('account')
    if (accounts === null) return unknown('The evidence carries no account listing that could be read.')
    if (accounts.length === 0) return unknown('The evidence lists no accounts at all.')
    const { maximumAgeDays } = input.parameters
    const items = accounts.flatMap((account) =>
      account.body.keys.map((key) =>
        itemOf(`${account.body.username} ${key.label}`, account, judgeKey(key, input, maximumAgeDays)),
      ),
    )
    if (items.every((item) => item.verdict === 'not-applicable')) {
      return { verdict: 'met', summary: `None of the ${accounts.length} accounts has an active access key.`, items }
    }
    return judge(items, {
      items: 'active access keys',
      failing: `are more than ${maximumAgeDays} days old`,
      holding: `are at most ${maximumAgeDays} days old`,
    })
  },
})

function judgeKey(key: Key, input: Pick<CheckInput, 'asOf' | 'timeZone'>, maximumAgeDays: number): Said {
  const value = key.lastRotated
  if (!key.active) return { verdict: 'not-applicable', reason: 'the key is inactive', value }
  if (value === null)
    return { verdict: 'unknown', reason: 'the report does not say when the key was last rotated', value }
  const rotated = dayOf(input, value)
  const age = daysBetween(rotated, input.asOf)
  const verdict = age <= maximumAgeDays ? 'met' : 'not-met'
  return { verdict, reason: `last rotated on ${rotated}, ${age} days before ${input.asOf}`, value }
}
