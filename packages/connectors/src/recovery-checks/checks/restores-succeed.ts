import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'

export const restoresSucceed = recordCheck({
  id: 'restores-succeed',
  asserts: 'Every restore or failover that was tried succeeded.',
  type: 'restore-test',
  named: ({ key }) => key,
  wording: { items: 'restore tests', failing: 'did not succeed', holding: 'succeeded' },
  judge: ({ body: { outcome, detail } }) => {
    if (outcome === 'running') return outside('it has not ended')
    if (outcome === 'unknown') return untold('nothing says how it ended')
    return outcome === 'succeeded'
      ? met('it succeeded', outcome)
      : notMet(detail ?? `it ended with ${outcome}`, outcome)
  },
})
