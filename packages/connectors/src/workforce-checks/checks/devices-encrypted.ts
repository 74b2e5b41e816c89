import { recordCheck } from '../../record-check.ts'
import { judgeFlag } from '../../said.ts'

export const devicesEncrypted = recordCheck({
  id: 'devices-encrypted',
  asserts: 'Every managed laptop, workstation and phone has its disk encrypted.',
  type: 'device',
  named: ({ body: { name } }) => name,
  wording: { items: 'devices', failing: 'are not encrypted', holding: 'are encrypted' },
  judge: ({ body: { encrypted } }) =>
    judgeFlag(encrypted, {
      yes: 'its disk is encrypted',
      no: 'its disk is not encrypted',
      asked: 'whether that is so',
    }),
})
