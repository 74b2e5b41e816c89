import { atLeast, settingCheck } from '../setting-check.ts'

export const approvalsRequired = settingCheck({
  id: 'approvals-required',
  asserts: 'A merge into every protected branch needs at least {minimumApprovals} approvals.',
  setting: 'required-approvals',
  parameters: {
    minimumApprovals: {
      type: 'integer',
      title: 'The fewest approvals',
      unit: 'approvals',
      minimum: 1,
      maximum: 10,
      default: 1,
    },
  },
  wording: { items: 'branches', failing: 'need fewer approvals', holding: 'need enough approvals' },
  judge: (value, { minimumApprovals }) => atLeast(value, minimumApprovals, 'approvals'),
})
