import { cannotTell, days, eachRecordCheck, met, notMet } from '../../each-record.ts'

export const logSourcesKept = eachRecordCheck({
  id: 'log-sources-kept',
  asserts: 'Every log source keeps its logs for at least {minimumDays} days.',
  type: 'log-source-state',
  shrinkage: 'silence',
  parameters: {
    minimumDays: days('The shortest time logs may be kept', 2190),
  },
  nameOf: ({ source }) => source,
  wording: { items: 'log sources', failing: 'keep their logs too short', holding: 'keep their logs long enough' },
  judge: ({ retentionDays, retainedForever }, { parameters }) => {
    if (retainedForever === true) return met('kept without end')
    if (retentionDays === null) return cannotTell('nothing says for how long')
    return retentionDays >= parameters.minimumDays
      ? met(`kept for ${retentionDays} days`, String(retentionDays))
      : notMet(`kept for ${retentionDays} days`, String(retentionDays))
  },
})
