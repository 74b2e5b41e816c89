import { daysBetween } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { recordCheck } from '../../record-check.ts'
import { days, met, notMet, outside, untold } from '../../said.ts'

export const certificatesRenewed = recordCheck({
  id: 'certificates-renewed',
  asserts: 'Every certificate in use holds for at least {minimumDays} more days.',
  type: 'certificate',
  parameters: {
    minimumDays: days('How long a certificate has to hold still', 30, 365),
  },
  named: ({ body: { subject } }) => subject,
  wording: { items: 'certificates', failing: 'end too soon', holding: 'hold long enough' },
  judge: ({ body: { inUse, validTo, renewsItself } }, asked) => {
    if (inUse === false) return outside('nothing uses it')
    if (validTo === null) return untold('nothing says when it ends')
    const day = dayOf(asked, validTo)
    const left = daysBetween(asked.asOf, day)
    const said = `it ends on ${day}${renewsItself === true ? ' and is renewed by itself' : ''}`
    return left >= asked.parameters.minimumDays ? met(said, validTo) : notMet(said, validTo)
  },
})
