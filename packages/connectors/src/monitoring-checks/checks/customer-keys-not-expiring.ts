import { daysBetween } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { recordCheck } from '../../record-check.ts'
import { days, met, notMet, outside } from '../../said.ts'

export const customerKeysNotExpiring = recordCheck({
  id: 'customer-keys-not-expiring',
  asserts: 'No key in use is to be deleted or ends within {minimumDays} days.',
  type: 'key',
  parameters: {
    minimumDays: days('How long a key has to hold still', 30, 365),
  },
  named: ({ key }) => key,
  wording: { items: 'keys in use', failing: 'end or are to be deleted', holding: 'stay' },
  judge: ({ body: { enabled, deletesAt, expires } }, asked) => {
    if (deletesAt !== null) return notMet(`it will be deleted on ${dayOf(asked, deletesAt)}`, deletesAt)
    if (!enabled) return outside('the key cannot be used')
    if (expires === null) return met('it has no end')
    const day = dayOf(asked, expires)
    return daysBetween(asked.asOf, day) >= asked.parameters.minimumDays
      ? met(`it ends on ${day}`, expires)
      : notMet(`it ends on ${day}`, expires)
  },
})
