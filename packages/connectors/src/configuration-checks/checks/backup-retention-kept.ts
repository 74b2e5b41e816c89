import { atLeast, settingCheck } from '../setting-check.ts'

export const backupRetentionKept = settingCheck({
  id: 'backup-retention-kept',
  asserts: 'Every database keeps its automatic backups for at least {minimumDays} days.',
  setting: 'backup-retention-days',
  parameters: {
    minimumDays: {
      type: 'integer',
      title: 'The shortest time automatic backups may be kept',
      unit: 'days',
      minimum: 1,
      maximum: 365,
      default: 7,
    },
  },
  wording: { items: 'databases', failing: 'keep backups too short', holding: 'keep backups long enough' },
  judge: (value, { minimumDays }) => atLeast(value, minimumDays, 'days'),
})
