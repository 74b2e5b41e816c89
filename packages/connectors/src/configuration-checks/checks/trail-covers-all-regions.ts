import { mustBe, settingCheck } from '../setting-check.ts'

export const trailCoversAllRegions = settingCheck({
  id: 'trail-covers-all-regions',
  asserts: 'Every audit trail records in all regions.',
  setting: 'audit-trail-all-regions',
  wording: { items: 'audit trails', failing: 'leave out regions', holding: 'record in all regions' },
  judge: mustBe(true, 'it records in all regions', 'it records in one region'),
})
