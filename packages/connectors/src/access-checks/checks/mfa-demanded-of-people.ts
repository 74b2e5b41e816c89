import { recordCheck } from '../../record-check.ts'
import { judgeFlag, outside } from '../../said.ts'

/** Enrolled is not demanded: a factor that sign-in never asks for protects nothing. */
export const mfaDemandedOfPeople = recordCheck({
  id: 'mfa-demanded-of-people',
  asserts: 'Of every enabled account of a person or shared by people, a second factor is demanded at sign-in.',
  type: 'account',
  wording: {
    items: 'accounts of people',
    failing: 'sign in without being asked for a second factor',
    holding: 'are asked for a second factor',
  },
  named: ({ body }) => body.username,
  judge({ body: { kind, enabled, mfaEnforced } }) {
    if (kind === 'service') return outside('a service account is used by no person', kind)
    if (!enabled) return outside('the account is disabled')
    return judgeFlag(mfaEnforced, {
      yes: 'a second factor is demanded',
      no: 'no second factor is demanded',
      asked: 'whether a second factor is demanded',
    })
  },
})
