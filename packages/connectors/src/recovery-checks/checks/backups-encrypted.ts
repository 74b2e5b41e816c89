import { recordCheck } from '../../record-check.ts'
import { judgeFlag, outside } from '../../said.ts'

export const backupsEncrypted = recordCheck({
  id: 'backups-encrypted',
  asserts: 'Every backup that succeeded is stored encrypted.',
  type: 'backup-run',
  named: ({ key }) => key,
  wording: { items: 'backups', failing: 'are not encrypted', holding: 'are encrypted' },
  judge: ({ body: { outcome, encrypted } }) =>
    outcome === 'succeeded' || outcome === 'warning'
      ? judgeFlag(encrypted, {
          yes: 'it is stored encrypted',
          no: 'it is stored in the clear',
          asked: 'whether that is so',
        })
      : outside('there is no backup of it'),
})
