import { mustBe, settingCheck } from '../setting-check.ts'

export const versionsKept = settingCheck({
  id: 'versions-kept',
  asserts: 'Every bucket keeps what is overwritten or deleted.',
  setting: 'versioning',
  kinds: ['storage'],
  wording: { items: 'buckets', failing: 'lose overwritten versions', holding: 'keep overwritten versions' },
  judge: mustBe(true, 'overwritten versions are kept', 'overwritten versions are lost'),
})
