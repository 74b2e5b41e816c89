import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'

export const backupRunsSucceed = recordCheck({
  id: 'backup-runs-succeed',
  asserts: 'Every backup run that ended succeeded, with nothing left out.',
  type: 'backup-run',
  named: ({ key }) => key,
  wording: { items: 'backup runs', failing: 'did not succeed', holding: 'succeeded' },
  judge: ({ body: { outcome, detail } }) => {
    if (outcome === 'running') return outside('it has not ended')
    if (outcome === 'canceled') return notMet('it was canceled', outcome)
    if (outcome === 'unknown') return untold('the source does not say how it ended')
    return outcome === 'succeeded'
      ? met('it succeeded', outcome)
      : notMet(detail ?? `it ended with ${outcome}`, outcome)
  },
})
