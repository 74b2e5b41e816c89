import { recordCheck } from '../../record-check.ts'
import { judgeFlag, outside } from '../../said.ts'

export const backupsImmutable = recordCheck({
  id: 'backups-immutable',
  asserts: 'Every backup that succeeded can be neither changed nor deleted before its time.',
  type: 'backup-run',
  named: ({ key }) => key,
  wording: { items: 'backups', failing: 'can be changed or deleted', holding: 'are locked' },
  judge: ({ body: { outcome, immutable } }) =>
    outcome === 'succeeded' || outcome === 'warning'
      ? judgeFlag(immutable, { yes: 'it is locked', no: 'it can be deleted', asked: 'whether that is so' })
      : outside('there is no backup of it'),
})
