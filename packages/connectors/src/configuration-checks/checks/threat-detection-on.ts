import { mustBe, settingCheck } from '../setting-check.ts'

export const threatDetectionOn = settingCheck({
  id: 'threat-detection-on',
  asserts: 'Threat detection is on wherever it was asked about.',
  setting: 'threat-detection',
  wording: { items: 'regions or accounts', failing: 'have no threat detection', holding: 'have threat detection' },
  judge: mustBe(true, 'it is on', 'it is off'),
})
