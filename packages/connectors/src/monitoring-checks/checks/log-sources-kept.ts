import { recordCheck } from '../../record-check.ts'
import { days, met, notMet, untold } from '../../said.ts'

export const logSourcesKept = recordCheck({
  id: 'log-sources-kept',
  asserts: 'Every log source keeps its logs for at least {minimumDays} days.',
  type: 'log-source-state',
  parameters: {
    minimumDays: days('The shortest time logs may be kept', 2190),
  },
  named: ({ body: { source } }) => source,
  wording: { items: 'log sources', failing: 'keep their logs too short', holding: 'keep their logs long enough' },
  judge: ({ body: { retentionDays, retainedForever } }, { parameters }) => {
    if (retainedForever === true) return met('kept without end')
    if (retentionDays === null) return untold('nothing says for how long')
    return retentionDays >= parameters.minimumDays
      ? met(`kept for ${retentionDays} days`, String(retentionDays))
      : notMet(`kept for ${retentionDays} days`, String(retentionDays))
  },
})
