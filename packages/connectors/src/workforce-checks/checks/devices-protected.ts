import { eachRecordCheck, flagIs } from '../../each-record.ts'

export const devicesProtected = eachRecordCheck({
  id: 'devices-protected',
  asserts: 'Endpoint protection runs on every managed laptop, workstation and phone.',
  type: 'device',
  shrinkage: 'silence',
  nameOf: ({ name }) => name,
  wording: { items: 'devices', failing: 'run no endpoint protection', holding: 'run endpoint protection' },
  judge: ({ protected: isProtected }) => flagIs(isProtected, true, 'endpoint protection runs', 'endpoint protection does not run'),
})
