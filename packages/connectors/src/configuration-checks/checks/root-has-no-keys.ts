import { mustBe, settingCheck } from '../setting-check.ts'

export const rootHasNoKeys = settingCheck({
  id: 'root-has-no-keys',
  asserts: 'The root user of an account has no access keys.',
  setting: 'root-access-keys',
  wording: { items: 'accounts', failing: 'have root access keys', holding: 'have no root access keys' },
  judge: mustBe(false, 'the root user has access keys', 'it has none'),
})
