import { eachRecordCheck, flagIs, outside } from '../../each-record.ts'

export const backupsOffsite = eachRecordCheck({
  id: 'backups-offsite',
  asserts: 'Every backup that succeeded is kept at another site.',
  type: 'backup-run',
  shrinkage: 'silence',
  wording: { items: 'backups', failing: 'are kept at the same site', holding: 'are kept elsewhere' },
  judge: ({ outcome, offsite }) =>
    outcome === 'succeeded' || outcome === 'warning'
      ? flagIs(offsite, true, 'it is kept elsewhere', 'it is kept at the same site')
      : outside('there is no backup of it'),
})
