import { cannotTell, eachRecordCheck, flagIs, outside } from '../../each-record.ts'

export const privilegedSessionsWithMfa = eachRecordCheck({
  id: 'privileged-sessions-with-mfa',
  asserts: 'Every privileged session began with a second factor.',
  type: 'session',
  shrinkage: 'silence',
  wording: {
    items: 'privileged sessions',
    failing: 'began without a second factor',
    holding: 'began with a second factor',
  },
  judge: ({ privileged, outcome, mfa }) => {
    if (outcome === 'failure') return outside('nobody got in')
    if (privileged === false) return outside('the session was not privileged')
    if (privileged === null) return cannotTell('the source does not say whether it was privileged')
    return flagIs(mfa, true, 'a second factor was given', 'no second factor was given')
  },
})
