import { mustBe, settingCheck } from '../setting-check.ts'

export const keysRotate = settingCheck({
  id: 'keys-rotate',
  asserts: 'Every encryption key that can be rotated by itself is.',
  setting: 'key-rotation',
  wording: { items: 'keys', failing: 'are not rotated', holding: 'are rotated' },
  judge: mustBe(true, 'it is rotated by itself', 'it is not rotated'),
})
