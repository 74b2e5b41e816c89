import { mustBe, settingCheck } from '../setting-check.ts'

export const branchesProtected = settingCheck({
  id: 'branches-protected',
  asserts: 'No protected branch can be changed without a pull request.',
  setting: 'branch-protection',
  wording: { items: 'branches', failing: 'can be changed directly', holding: 'take pull requests only' },
  judge: mustBe(true, 'it takes pull requests only', 'it can be changed directly'),
})
