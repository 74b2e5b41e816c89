import { cannotTell, eachRecordCheck, met, notMet, outside } from '../../each-record.ts'

export const restoresSucceed = eachRecordCheck({
  id: 'restores-succeed',
  asserts: 'Every restore or failover that was tried succeeded.',
  type: 'restore-test',
  shrinkage: 'silence',
  wording: { items: 'restore tests', failing: 'did not succeed', holding: 'succeeded' },
  judge: ({ outcome, detail }) => {
    if (outcome === 'running') return outside('it has not ended')
    if (outcome === 'unknown') return cannotTell('nothing says how it ended')
    return outcome === 'succeeded'
      ? met('it succeeded', outcome)
      : notMet(detail ?? `it ended with ${outcome}`, outcome)
  },
})
