import { daysBetween } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { cannotTell, days, eachRecordCheck, met, notMet } from '../../each-record.ts'

export const devicesHeardOf = eachRecordCheck({
  id: 'devices-heard-of',
  asserts: 'Every managed laptop, workstation and phone was heard of within the last {maximumDays} days.',
  type: 'device',
  shrinkage: 'silence',
  parameters: {
    maximumDays: days('How long a device may be silent', 30, 365),
  },
  nameOf: ({ name }) => name,
  wording: { items: 'devices', failing: 'have not been heard of', holding: 'have been heard of' },
  judge: ({ lastSeen }, asked) => {
    if (lastSeen === null) return cannotTell('the source does not say when it was last heard of')
    const day = dayOf(asked, lastSeen)
    return daysBetween(day, asked.asOf) <= asked.parameters.maximumDays
      ? met(`last heard of on ${day}`, lastSeen)
      : notMet(`last heard of on ${day}`, lastSeen)
  },
})
