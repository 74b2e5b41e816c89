import { atLeast, settingCheck } from '../setting-check.ts'

export const logRetentionKept = settingCheck({
  id: 'log-retention-kept',
  asserts: 'Every log is kept for at least {minimumDays} days.',
  setting: 'log-retention-days',
  parameters: {
    minimumDays: {
      type: 'integer',
      title: 'The shortest time a log may be kept',
      unit: 'days',
      minimum: 1,
      maximum: 3650,
      default: 2190,
    },
  },
  wording: { items: 'logs', failing: 'are kept too short', holding: 'are kept long enough' },
  judge: (value, { minimumDays }) => atLeast(value, minimumDays, 'days'),
})
