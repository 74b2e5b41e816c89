import { daysBetween } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { recordCheck } from '../../record-check.ts'
import { days, met, notMet, untold } from '../../said.ts'

export const devicesHeardOf = recordCheck({
  id: 'devices-heard-of',
  asserts: 'Every managed laptop, workstation and phone was heard of within the last {maximumDays} days.',
  type: 'device',
  parameters: {
    maximumDays: days('How long a device may be silent', 30, 365),
  },
  named: ({ body: { name } }) => name,
  wording: { items: 'devices', failing: 'have not been heard of', holding: 'have been heard of' },
  judge: ({ body: { lastSeen } }, asked) => {
    if (lastSeen === null) return untold('the source does not say when it was last heard of')
    const day = dayOf(asked, lastSeen)
    return daysBetween(day, asked.asOf) <= asked.parameters.maximumDays
      ? met(`last heard of on ${day}`, lastSeen)
      : notMet(`last heard of on ${day}`, lastSeen)
  },
})
