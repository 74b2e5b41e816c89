import { mustBe, settingCheck } from '../setting-check.ts'

export const storesEncrypted = settingCheck({
  id: 'stores-encrypted',
  asserts: 'Every bucket, disk and database is stored encrypted.',
  setting: 'encryption-at-rest',
  kinds: ['storage', 'disk', 'database'],
  wording: { items: 'stores', failing: 'are not encrypted', holding: 'are encrypted' },
  judge: mustBe(true, 'it is stored encrypted', 'it is stored in the clear'),
})
