import { dayOf } from '../../day.ts'
import { cannotTell, eachRecordCheck, met, notMet, outside } from '../../each-record.ts'

export const elevationsEndInTime = eachRecordCheck({
  id: 'elevations-end-in-time',
  asserts: 'Every elevation ended by the time it was approved for.',
  type: 'elevation',
  shrinkage: 'silence',
  wording: { items: 'elevations', failing: 'went on too long', holding: 'ended in time' },
  judge: ({ endsAt, endedAt }, asked) => {
    if (endsAt === null) return cannotTell('the source does not say until when it was approved')
    if (endedAt === null)
      return dayOf(asked, endsAt) < asked.asOf
        ? notMet('nothing says that it ended', endsAt)
        : outside('its time is not over')
    return Date.parse(endedAt) <= Date.parse(endsAt)
      ? met('it ended in time', endedAt)
      : notMet(`it ended at ${endedAt}`, endedAt)
  },
})
