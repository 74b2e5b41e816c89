import { eachRecordCheck, flagIs } from '../../each-record.ts'

export const devicesCompliant = eachRecordCheck({
  id: 'devices-compliant',
  asserts: 'Every managed laptop, workstation and phone meets the rules of device management.',
  type: 'device',
  shrinkage: 'silence',
  nameOf: ({ name }) => name,
  wording: { items: 'devices', failing: 'do not meet the rules', holding: 'meet the rules' },
  judge: ({ compliant }) => flagIs(compliant, true, 'it meets the rules', 'it does not meet the rules'),
})
