import { cannotTell, eachRecordCheck, met, notMet, outside } from '../../each-record.ts'

export const backupRunsSucceed = eachRecordCheck({
  id: 'backup-runs-succeed',
  asserts: 'Every backup run that ended succeeded, with nothing left out.',
  type: 'backup-run',
  shrinkage: 'silence',
  wording: { items: 'backup runs', failing: 'did not succeed', holding: 'succeeded' },
  judge: ({ outcome, detail }) => {
    if (outcome === 'running') return outside('it has not ended')
    if (outcome === 'canceled') return notMet('it was canceled', outcome)
    if (outcome === 'unknown') return cannotTell('the source does not say how it ended')
    return outcome === 'succeeded'
      ? met('it succeeded', outcome)
      : notMet(detail ?? `it ended with ${outcome}`, outcome)
  },
})
