import { mustBe, settingCheck } from '../setting-check.ts'

export const configurationRecorded = settingCheck({
  id: 'configuration-recorded',
  asserts: 'Changes of configuration are recorded wherever that was asked about.',
  setting: 'configuration-recording',
  wording: { items: 'regions or accounts', failing: 'record no changes', holding: 'record changes' },
  judge: mustBe(true, 'changes are recorded', 'changes are not recorded'),
})
