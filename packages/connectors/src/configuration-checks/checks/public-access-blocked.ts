import { mustBe, settingCheck } from '../setting-check.ts'

export const publicAccessBlocked = settingCheck({
  id: 'public-access-blocked',
  asserts: 'Every bucket is set so that it cannot be made public by mistake.',
  setting: 'public-access-blocked',
  kinds: ['storage'],
  wording: { items: 'buckets', failing: 'can be made public', holding: 'cannot be made public' },
  judge: mustBe(true, 'it cannot be made public', 'it can be made public'),
})
