import { mustBe, settingCheck } from '../setting-check.ts'

export const deletionProtected = settingCheck({
  id: 'deletion-protected',
  asserts: 'Every database has to be unlocked before it can be deleted.',
  setting: 'deletion-protection',
  kinds: ['database'],
  wording: { items: 'databases', failing: 'can be deleted at once', holding: 'are protected' },
  judge: mustBe(true, 'it has to be unlocked first', 'it can be deleted at once'),
})
