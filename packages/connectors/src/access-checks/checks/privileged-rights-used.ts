import { recordCheck } from '../../record-check.ts'
import { judgeAge, outside, untold } from '../../said.ts'

/** A right that was never used counts from its giving, where the source says when it was given. */
export const privilegedRightsUsed = recordCheck({
  id: 'privileged-rights-used',
  asserts: 'Every privileged right was used, or was given, within the last {quietDays} days.',
  type: 'entitlement',
  parameters: {
    quietDays: {
      type: 'integer',
      title: 'The longest a privileged right may lie unused',
      unit: 'days',
      minimum: 1,
      maximum: 730,
      default: 90,
    },
  },
  wording: { items: 'privileged rights', failing: 'lie unused', holding: 'are in use' },
  named: ({ body }) => `${body.holder} ${body.right}`,
  judge({ body: { privileged, level, lastUsed, granted } }, input) {
    if (privileged === false) return outside('the right is not privileged')
    if (privileged === null && level !== 'admin') {
      if (level !== null) return outside(`its level is ${level}`, level)
      return untold('the source does not say whether it is privileged')
    }
    return judgeAge(lastUsed ?? granted, input.parameters.quietDays, lastUsed === null ? 'given' : 'last used', input)
  },
})
