import { daysBetween } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { recordCheck } from '../../record-check.ts'
import { days, met, notMet, outside, untold } from '../../said.ts'

export const accessKeysInUse = recordCheck({
  id: 'access-keys-in-use',
  asserts: 'Every active access key was used within the last {maximumDays} days.',
  type: 'account',
  parameters: {
    maximumDays: days('How long a key may rest', 45),
  },
  named: ({ body: { username } }) => username,
  wording: { items: 'accounts', failing: 'keep access keys that rest', holding: 'use their access keys, or have none' },
  judge: ({ body: { keys } }, asked) => {
    const active = keys.filter((key) => key.active)
    if (active.length === 0) return outside('no key is active')
    const { maximumDays } = asked.parameters
    const rests = active.find(({ lastUsed, lastRotated }) => {
      const seen = lastUsed ?? lastRotated
      return seen !== null && daysBetween(dayOf(asked, seen), asked.asOf) > maximumDays
    })
    if (rests !== undefined) return notMet(`${rests.label} was last used ${rests.lastUsed ?? 'never'}`, rests.lastUsed)
    const silent = active.find(({ lastUsed, lastRotated }) => lastUsed === null && lastRotated === null)
    return silent === undefined
      ? met('its keys are in use')
      : untold(`the source does not say when ${silent.label} was used`)
  },
})
