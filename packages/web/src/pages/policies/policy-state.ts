import { IconCircleCheck, IconClockExclamation, IconPencil } from '@tabler/icons-react'
import type { Answer } from '../../client/answers.ts'
import type { StatusFace } from '../../status/row-status.ts'

export type PolicyState = Answer<'listPolicies'>['items'][number]['state']

/** How each state of a policy is shown. */
export const policyStateFaces: { readonly [S in PolicyState]: StatusFace } = {
  draft: { word: 'Draft', meaning: 'nobody has approved it; it is not in force', tone: 'doubt', icon: IconPencil },
  'in-force': { word: 'In force', meaning: 'approved, and not due for review', tone: 'good', icon: IconCircleCheck },
  'review-due': {
    word: 'Review due',
    meaning: 'in force, and past the day by which it should have been reviewed',
    tone: 'warn',
    icon: IconClockExclamation,
  },
}
