import { eachRecordCheck, flagIs } from '../../each-record.ts'

export const devicesEncrypted = eachRecordCheck({
  id: 'devices-encrypted',
  asserts: 'Every managed laptop, workstation and phone has its disk encrypted.',
  type: 'device',
  shrinkage: 'silence',
  nameOf: ({ name }) => name,
  wording: { items: 'devices', failing: 'are not encrypted', holding: 'are encrypted' },
  judge: ({ encrypted }) => flagIs(encrypted, true, 'its disk is encrypted', 'its disk is not encrypted'),
})
