import { daysBetween } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'
import { endOf, isStored } from '../good-runs.ts'

export const backupsKeptLongEnough = recordCheck({
  id: 'backups-kept-long-enough',
  asserts: 'Every backup that was stored is kept for at least {minimumDays} days.',
  type: 'backup-run',
  parameters: {
    minimumDays: {
      type: 'integer',
      title: 'The shortest time a backup may be kept',
      unit: 'days',
      minimum: 1,
      maximum: 3650,
      default: 30,
    },
  },
  wording: { items: 'stored backups', failing: 'are kept too short', holding: 'are kept long enough' },
  named: ({ body }) => body.identifier,
  judge({ body }, input) {
    if (!isStored(body)) return outside(`the run ended as ${body.outcome}`, body.outcome)
    const made = endOf(body)
    if (made === null || body.expires === null) return untold('the source does not say from when until when it is kept')
    const days = daysBetween(dayOf(input, made), dayOf(input, body.expires))
    return (days >= input.parameters.minimumDays ? met : notMet)(`it is kept for ${days} days`, body.expires)
  },
})
