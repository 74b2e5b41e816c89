import { daysBetween } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { cannotTell, days, eachRecordCheck, met, notMet } from '../../each-record.ts'

export const logSourcesHeard = eachRecordCheck({
  id: 'log-sources-heard',
  asserts: 'Every log source is on and sent something within the last {maximumDays} days.',
  type: 'log-source-state',
  shrinkage: 'silence',
  parameters: {
    maximumDays: days('How long a source may be silent', 1, 90),
  },
  nameOf: ({ source }) => source,
  wording: { items: 'log sources', failing: 'are silent', holding: 'are heard' },
  judge: ({ enabled, lastEventAt }, asked) => {
    if (enabled === false) return notMet('it is switched off', 'off')
    if (lastEventAt === null) return cannotTell('nothing says when it last sent something')
    const day = dayOf(asked, lastEventAt)
    return daysBetween(day, asked.asOf) <= asked.parameters.maximumDays
      ? met(`last sent on ${day}`, lastEventAt)
      : notMet(`last sent on ${day}`, lastEventAt)
  },
})
