import { mustBe, settingCheck } from '../setting-check.ts'

export const rootHasMfa = settingCheck({
  id: 'root-has-mfa',
  asserts: 'The root user of an account has a second factor.',
  setting: 'root-mfa',
  wording: {
    items: 'accounts',
    failing: 'have a root user without a second factor',
    holding: 'have a root user with a second factor',
  },
  judge: mustBe(true, 'the root user has a second factor', 'the root user has none'),
})
