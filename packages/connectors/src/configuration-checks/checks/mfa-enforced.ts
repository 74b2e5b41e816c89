import { mustBe, settingCheck } from '../setting-check.ts'

export const mfaEnforced = settingCheck({
  id: 'mfa-enforced',
  asserts: 'Wherever it was asked about, nobody signs in without a second factor.',
  setting: 'mfa-required',
  wording: {
    items: 'accounts and applications',
    failing: 'demand no second factor',
    holding: 'demand a second factor',
  },
  judge: mustBe(true, 'a second factor is demanded', 'a second factor is not demanded'),
})
