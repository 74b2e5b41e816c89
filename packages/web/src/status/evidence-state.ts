import type { EvidenceState } from '@evidentia/core'
import { IconCircleCheck, IconCircleX, IconInbox, IconRosetteDiscountCheck } from '@tabler/icons-react'
import type { StatusFace } from './row-status.ts'

/** How each state of an evidence item is shown: what was collected, what a person reviewed, what the auditor accepted. */
export const evidenceStateFaces: { readonly [S in EvidenceState]: StatusFace } = {
  collected: { word: 'Collected', meaning: 'nobody has reviewed it yet', tone: 'mute', icon: IconInbox },
  reviewed: { word: 'Reviewed', meaning: 'a named person looked at it', tone: 'calm', icon: IconCircleCheck },
  accepted: { word: 'Accepted', meaning: 'the auditor accepted it', tone: 'good', icon: IconRosetteDiscountCheck },
  rejected: { word: 'Rejected', meaning: 'a reviewer rejected it; it proves nothing', tone: 'bad', icon: IconCircleX },
}
