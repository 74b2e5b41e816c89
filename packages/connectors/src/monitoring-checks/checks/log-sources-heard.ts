import { daysBetween } from '@evidentia/core'
import { dayOf } from '../../day.ts'
import { recordCheck } from '../../record-check.ts'
import { days, met, notMet, untold } from '../../said.ts'

export const logSourcesHeard = recordCheck({
  id: 'log-sources-heard',
  asserts: 'Every log source is on and sent something within the last {maximumDays} days.',
  type: 'log-source-state',
  parameters: {
    maximumDays: days('How long a source may be silent', 1, 90),
  },
  named: ({ body: { source } }) => source,
  wording: { items: 'log sources', failing: 'are silent', holding: 'are heard' },
  judge: ({ body: { enabled, lastEventAt } }, asked) => {
    if (enabled === false) return notMet('it is switched off', 'off')
    if (lastEventAt === null) return untold('nothing says when it last sent something')
    const day = dayOf(asked, lastEventAt)
    return daysBetween(day, asked.asOf) <= asked.parameters.maximumDays
      ? met(`last sent on ${day}`, lastEventAt)
      : notMet(`last sent on ${day}`, lastEventAt)
  },
})
