import { recordCheck } from '../../record-check.ts'
import { judgeFlag, outside, untold } from '../../said.ts'

export const privilegedSessionsWithMfa = recordCheck({
  id: 'privileged-sessions-with-mfa',
  asserts: 'Every privileged session began with a second factor.',
  type: 'session',
  named: ({ key }) => key,
  wording: {
    items: 'privileged sessions',
    failing: 'began without a second factor',
    holding: 'began with a second factor',
  },
  judge: ({ body: { privileged, outcome, mfa } }) => {
    if (outcome === 'failure') return outside('nobody got in')
    if (privileged === false) return outside('the session was not privileged')
    if (privileged === null) return untold('the source does not say whether it was privileged')
    return judgeFlag(mfa, {
      yes: 'a second factor was given',
      no: 'no second factor was given',
      asked: 'whether that is so',
    })
  },
})
