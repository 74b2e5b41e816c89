import { defineCheck } from '@evidentia/core'
import type { RecordBody } from '@evidentia/core'
import { itemOf, judge, unknown } from '../../judgement.ts'
import type { Said } from '../../judgement.ts'
import { met, notMet, outside, untold } from '../../said.ts'

type Factor = RecordBody<'mfa-factor'>

export const privilegedFactorsResistPhishing = defineCheck({
  id: 'privileged-factors-resist-phishing',
  version: 1,
  asserts: 'Every enabled privileged account of a person has an active second factor that resists phishing.',
  population: ['account'],
  joins: ['mfa-factor'],
  shrinkage: 'silence',
  parameters: {},
  evaluate(input) {
    const accounts = input.population('account')
    if (accounts === null) return unknown('The evidence carries no account listing that could be read.')
    const factors = input.newest('mfa-factor')
    if (factors === null) return unknown('There is no listing of second factors to compare the accounts with.')
    const byAccount = Map.groupBy(factors, ({ body }) => body.account.toLowerCase())
    const items = accounts.map((account) => {
      const { body } = account
      const names = [body.username, body.identifier, ...(body.email === null ? [] : [body.email])]
      const own = new Set(names.flatMap((name) => byAccount.get(name.toLowerCase()) ?? []))
      return itemOf(
        body.username,
        account,
        judgeAccount(
          body,
          [...own].map((factor) => factor.body),
        ),
      )
    })
    return judge(items, {
      items: 'privileged accounts of people',
      failing: 'have no factor that resists phishing',
      holding: 'have a factor that resists phishing',
    })
  },
})

function judgeAccount({ kind, enabled, privileged }: RecordBody<'account'>, factors: readonly Factor[]): Said {
  if (kind === 'service') return outside('a service account is used by no person', kind)
  if (!enabled) return outside('the account is disabled')
  if (privileged === false) return outside('the account is not privileged')
  if (privileged === null && kind === 'person') return untold('the source does not say whether it is privileged')
  const active = factors.filter(({ status }) => status === 'active')
  const strong = active.find(({ phishingResistant }) => phishingResistant === true)
  if (strong !== undefined) return met(`it has ${strong.kind}`, strong.kind)
  if (active.some(({ phishingResistant }) => phishingResistant === null))
    return untold('the source does not say whether its factors resist phishing')
  return notMet(
    active.length === 0 ? 'it has no active factor' : `it only has ${active.map((factor) => factor.kind).join(', ')}`,
  )
}
