import { addDays } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'

export const alertsTakenUp = recordCheck({
  id: 'alerts-taken-up',
  asserts: 'Every alert of high or critical severity was taken up within {maximumHours} hours.',
  type: 'alert',
  parameters: {
    maximumHours: {
      type: 'integer',
      title: 'How soon an alert has to be taken up',
      unit: 'hours',
      minimum: 1,
      maximum: 720,
      default: 4,
    },
  },
  named: ({ key }) => key,
  wording: { items: 'grave alerts', failing: 'were not taken up in time', holding: 'were taken up in time' },
  judge: ({ body: { severity, raisedAt, acknowledgedAt, resolvedAt } }, asked) => {
    if (severity !== 'high' && severity !== 'critical') return outside(`its severity is ${severity}`)
    if (raisedAt === null) return untold('nothing says when it was raised')
    const taken = acknowledgedAt ?? resolvedAt
    // The day judged has no hour: until it is over, what was raised on it may still be in time.
    if (taken === null)
      return dayOf(asked, raisedAt) >= addDays(asked.asOf, -Math.floor(asked.parameters.maximumHours / 24))
        ? outside('its time is not over')
        : notMet('nobody took it up', raisedAt)
    const hours = (Date.parse(taken) - Date.parse(raisedAt)) / 3_600_000
    return hours <= asked.parameters.maximumHours
      ? met(`taken up after ${hours.toFixed(1)} hours`, taken)
      : notMet(`taken up after ${hours.toFixed(1)} hours`, taken)
  },
})
