import { eachRecordCheck, flagIs, outside } from '../../each-record.ts'

export const backupsEncrypted = eachRecordCheck({
  id: 'backups-encrypted',
  asserts: 'Every backup that succeeded is stored encrypted.',
  type: 'backup-run',
  shrinkage: 'silence',
  wording: { items: 'backups', failing: 'are not encrypted', holding: 'are encrypted' },
  judge: ({ outcome, encrypted }) =>
    outcome === 'succeeded' || outcome === 'warning'
      ? flagIs(encrypted, true, 'it is stored encrypted', 'it is stored in the clear')
      : outside('there is no backup of it'),
})
