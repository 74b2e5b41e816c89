import { atLeast, settingCheck } from '../setting-check.ts'

export const passwordLengthKept = settingCheck({
  id: 'password-length-kept',
  asserts: 'Passwords have at least {minimumLength} characters wherever a policy was read.',
  setting: 'password-minimum-length',
  parameters: {
    minimumLength: {
      type: 'integer',
      title: 'The shortest password allowed',
      unit: 'characters',
      minimum: 8,
      maximum: 128,
      default: 12,
    },
  },
  wording: { items: 'password policies', failing: 'allow shorter passwords', holding: 'ask for long enough passwords' },
  judge: (value, { minimumLength }) => atLeast(value, minimumLength, 'characters'),
})
