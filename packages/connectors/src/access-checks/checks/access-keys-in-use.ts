import { daysBetween } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { cannotTell, days, eachRecordCheck, met, notMet, outside } from '../../each-record.ts'

export const accessKeysInUse = eachRecordCheck({
  id: 'access-keys-in-use',
  asserts: 'Every active access key was used within the last {maximumDays} days.',
  type: 'account',
  shrinkage: 'silence',
  parameters: {
    maximumDays: days('How long a key may rest', 45),
  },
  nameOf: ({ username }) => username,
  wording: { items: 'accounts', failing: 'keep access keys that rest', holding: 'use their access keys, or have none' },
  judge: ({ keys }, asked) => {
    const active = keys.filter((key) => key.active)
    if (active.length === 0) return outside('no key is active')
    const { maximumDays } = asked.parameters
    const rests = active.find(({ lastUsed, lastRotated }) => {
      const seen = lastUsed ?? lastRotated
      return seen !== null && daysBetween(dayOf(asked, seen), asked.asOf) > maximumDays
    })
    if (rests !== undefined) return notMet(`${rests.label} was last used ${rests.lastUsed ?? 'never'}`, rests.lastUsed)
    const untold = active.find(({ lastUsed, lastRotated }) => lastUsed === null && lastRotated === null)
    return untold === undefined
      ? met('its keys are in use')
      : cannotTell(`the source does not say when ${untold.label} was used`)
  },
})
