import { recordCheck } from '../../record-check.ts'
import { judgeFlag, outside } from '../../said.ts'

export const backupsReadBack = recordCheck({
  id: 'backups-read-back',
  asserts: 'Every backup that succeeded was read back by its source.',
  type: 'backup-run',
  named: ({ key }) => key,
  wording: { items: 'backups', failing: 'were not read back', holding: 'were read back' },
  judge: ({ body: { outcome, verified } }) =>
    outcome === 'succeeded' || outcome === 'warning'
      ? judgeFlag(verified, { yes: 'it was read back', no: 'it was not read back', asked: 'whether that is so' })
      : outside('there is no backup of it'),
})
