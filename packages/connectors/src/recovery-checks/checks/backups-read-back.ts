import { eachRecordCheck, flagIs, outside } from '../../each-record.ts'

export const backupsReadBack = eachRecordCheck({
  id: 'backups-read-back',
  asserts: 'Every backup that succeeded was read back by its source.',
  type: 'backup-run',
  shrinkage: 'silence',
  wording: { items: 'backups', failing: 'were not read back', holding: 'were read back' },
  judge: ({ outcome, verified }) =>
    outcome === 'succeeded' || outcome === 'warning'
      ? flagIs(verified, true, 'it was read back', 'it was not read back')
      : outside('there is no backup of it'),
})
