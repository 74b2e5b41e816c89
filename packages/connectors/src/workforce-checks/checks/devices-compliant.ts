import { recordCheck } from '../../record-check.ts'
import { judgeFlag } from '../../said.ts'

export const devicesCompliant = recordCheck({
  id: 'devices-compliant',
  asserts: 'Every managed laptop, workstation and phone meets the rules of device management.',
  type: 'device',
  named: ({ body: { name } }) => name,
  wording: { items: 'devices', failing: 'do not meet the rules', holding: 'meet the rules' },
  judge: ({ body: { compliant } }) =>
    judgeFlag(compliant, { yes: 'it meets the rules', no: 'it does not meet the rules', asked: 'whether that is so' }),
})
