import { recordCheck } from '../../record-check.ts'
import { judgeFlag, outside } from '../../said.ts'

export const backupsOffsite = recordCheck({
  id: 'backups-offsite',
  asserts: 'Every backup that succeeded is kept at another site.',
  type: 'backup-run',
  named: ({ key }) => key,
  wording: { items: 'backups', failing: 'are kept at the same site', holding: 'are kept elsewhere' },
  judge: ({ body: { outcome, offsite } }) =>
    outcome === 'succeeded' || outcome === 'warning'
      ? judgeFlag(offsite, {
          yes: 'it is kept elsewhere',
          no: 'it is kept at the same site',
          asked: 'whether that is so',
        })
      : outside('there is no backup of it'),
})
