import { mustBe, settingCheck } from '../setting-check.ts'

export const connectionsEncrypted = settingCheck({
  id: 'connections-encrypted',
  asserts: 'Every service that takes connections refuses those without encryption.',
  setting: 'encryption-in-transit',
  wording: { items: 'services', failing: 'take plain connections', holding: 'refuse plain connections' },
  judge: mustBe(true, 'plain connections are refused', 'plain connections are taken'),
})
