import { mustBe, settingCheck } from '../setting-check.ts'

export const storesNotPublic = settingCheck({
  id: 'stores-not-public',
  asserts: 'No bucket or database can be read from the internet by anybody.',
  setting: 'public-access',
  kinds: ['storage', 'database'],
  wording: { items: 'stores', failing: 'are public', holding: 'are not public' },
  judge: mustBe(false, 'anybody on the internet can reach it', 'it is not public'),
})
