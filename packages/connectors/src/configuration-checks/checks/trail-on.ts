import { mustBe, settingCheck } from '../setting-check.ts'

export const trailOn = settingCheck({
  id: 'trail-on',
  asserts: 'Every audit trail is recording, and there is at least one.',
  setting: 'audit-trail',
  wording: { items: 'audit trails', failing: 'are not recording', holding: 'are recording' },
  judge: mustBe(true, 'it is recording', 'it is not recording'),
})
