import type { Verdict } from '@evidentia/core'
import { IconAlertOctagon, IconCircleCheck, IconCircleMinus, IconHelpHexagon } from '@tabler/icons-react'
import type { StatusFace } from './row-status.ts'

/** How the verdict of a check, or on one of its items, is shown. */
export const verdictFaces: { readonly [V in Verdict]: StatusFace } = {
  'not-met': { word: 'Not met', meaning: 'at least one item is not met', tone: 'bad', icon: IconAlertOctagon },
  unknown: { word: 'Unknown', meaning: 'could not be judged', tone: 'doubt', icon: IconHelpHexagon },
  met: { word: 'Met', meaning: 'every item is met', tone: 'good', icon: IconCircleCheck },
  'not-applicable': {
    word: 'Not applicable',
    meaning: 'there was nothing to judge',
    tone: 'mute',
    icon: IconCircleMinus,
  },
}

/** In the order of attention. */
export const verdictOrder = ['not-met', 'unknown', 'met', 'not-applicable'] as const satisfies readonly Verdict[]
