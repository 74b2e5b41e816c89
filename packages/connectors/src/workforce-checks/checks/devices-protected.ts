import { recordCheck } from '../../record-check.ts'
import { judgeFlag } from '../../said.ts'

export const devicesProtected = recordCheck({
  id: 'devices-protected',
  asserts: 'Endpoint protection runs on every managed laptop, workstation and phone.',
  type: 'device',
  named: ({ body: { name } }) => name,
  wording: { items: 'devices', failing: 'run no endpoint protection', holding: 'run endpoint protection' },
  judge: ({ body: { protected: isProtected } }) =>
    judgeFlag(isProtected, {
      yes: 'endpoint protection runs',
      no: 'endpoint protection does not run',
      asked: 'whether that is so',
    }),
})
