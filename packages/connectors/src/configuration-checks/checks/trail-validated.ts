import { mustBe, settingCheck } from '../setting-check.ts'

export const trailValidated = settingCheck({
  id: 'trail-validated',
  asserts: 'Every audit trail is kept so that changed or missing log files can be told.',
  setting: 'audit-trail-validation',
  wording: { items: 'audit trails', failing: 'cannot tell changed files', holding: 'can tell changed files' },
  judge: mustBe(true, 'changed files can be told', 'changed files cannot be told'),
})
