import { eachRecordCheck, flagIs, outside } from '../../each-record.ts'

export const backupsImmutable = eachRecordCheck({
  id: 'backups-immutable',
  asserts: 'Every backup that succeeded can be neither changed nor deleted before its time.',
  type: 'backup-run',
  shrinkage: 'silence',
  wording: { items: 'backups', failing: 'can be changed or deleted', holding: 'are locked' },
  judge: ({ outcome, immutable }) =>
    outcome === 'succeeded' || outcome === 'warning'
      ? flagIs(immutable, true, 'it is locked', 'it can be deleted')
      : outside('there is no backup of it'),
})
