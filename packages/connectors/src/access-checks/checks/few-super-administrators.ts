import { defineCheck } from '@evidentia/core'
import type { RecordBody } from '@evidentia/core'
import { itemOf, judge, unknown } from '../../judgement.ts'
import { met, notMet, outside, untold } from '../../said.ts'

/** Every one of them is an item: who is to be struck off is for a person to say. */
export const fewSuperAdministrators = defineCheck({
  id: 'few-super-administrators',
  version: 1,
  asserts: 'At most {maximum} enabled accounts of a system are privileged.',
  population: ['account'],
  joins: [],
  shrinkage: 'silence',
  parameters: {
    maximum: {
      type: 'integer',
      title: 'How many privileged accounts a system may have',
      unit: 'accounts',
      minimum: 1,
      maximum: 100,
      default: 5,
    },
  },
  evaluate(input) {
    const accounts = input.population('account')
    if (accounts === null) return unknown('The evidence carries no account listing that could be read.')
    const { maximum } = input.parameters
    const perSystem = Map.groupBy(
      accounts.filter(({ body }) => body.enabled && body.privileged === true),
      ({ body }) => body.system,
    )
    const items = accounts.map((account) => itemOf(account.body.username, account, judgeAccount(account.body)))
    const isNone = items.length > 0 && items.every(({ verdict }) => verdict === 'not-applicable')
    if (isNone)
      return { verdict: 'met', summary: `None of the ${items.length} accounts is privileged and enabled.`, items }
    return judge(items, {
      items: 'privileged accounts',
      failing: `are in a system with more than ${maximum}`,
      holding: `are in a system with at most ${maximum}`,
    })

    function judgeAccount({ enabled, privileged, system }: RecordBody<'account'>) {
      if (!enabled) return outside('the account is disabled')
      if (privileged === null) return untold('the source does not say whether it is privileged')
      if (!privileged) return outside('the account is not privileged')
      const count = perSystem.get(system)?.length ?? 0
      return (count > maximum ? notMet : met)(`it is one of ${count}`, String(count))
    }
  },
})
