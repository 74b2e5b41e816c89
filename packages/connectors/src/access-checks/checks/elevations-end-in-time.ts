import { dayOf } from '../../day.ts'
import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'

export const elevationsEndInTime = recordCheck({
  id: 'elevations-end-in-time',
  asserts: 'Every elevation ended by the time it was approved for.',
  type: 'elevation',
  named: ({ key }) => key,
  wording: { items: 'elevations', failing: 'went on too long', holding: 'ended in time' },
  judge: ({ body: { endsAt, endedAt } }, asked) => {
    if (endsAt === null) return untold('the source does not say until when it was approved')
    if (endedAt === null)
      return dayOf(asked, endsAt) < asked.asOf
        ? notMet('nothing says that it ended', endsAt)
        : outside('its time is not over')
    return Date.parse(endedAt) <= Date.parse(endsAt)
      ? met('it ended in time', endedAt)
      : notMet(`it ended at ${endedAt}`, endedAt)
  },
})
