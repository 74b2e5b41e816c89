import { mustBe, settingCheck } from '../setting-check.ts'

export const notOpenToInternet = settingCheck({
  id: 'not-open-to-internet',
  asserts: 'No network rule lets the whole internet in.',
  setting: 'open-to-internet',
  wording: { items: 'network rules', failing: 'let the whole internet in', holding: 'are narrower' },
  judge: mustBe(false, 'the whole internet is let in', 'it is narrower'),
})
