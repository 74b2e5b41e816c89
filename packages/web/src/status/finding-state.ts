import type { FindingState } from '@evidentia/core'
import {
  IconCircleCheck,
  IconCircleDot,
  IconFlag,
  IconHourglassHigh,
  IconProgress,
  IconRotateClockwise2,
} from '@tabler/icons-react'
import type { StatusFace } from './row-status.ts'

/** How each state of a finding is shown, from what needs a person most. */
export const findingStateFaces: { readonly [S in FindingState]: StatusFace } = {
  reopened: { word: 'Reopened', meaning: 'it was closed and is there again', tone: 'bad', icon: IconRotateClockwise2 },
  open: { word: 'Open', meaning: 'nobody works on it yet', tone: 'warn', icon: IconCircleDot },
  'in-progress': { word: 'In progress', meaning: 'somebody works on it', tone: 'soon', icon: IconProgress },
  'ready-to-verify': {
    word: 'Ready to verify',
    meaning: 'the work is done, the proof is to come',
    tone: 'doubt',
    icon: IconHourglassHigh,
  },
  'risk-accepted': {
    word: 'Risk accepted',
    meaning: 'somebody accepted the risk until a day',
    tone: 'calm',
    icon: IconFlag,
  },
  closed: { word: 'Closed', meaning: 'something proves that it is gone', tone: 'good', icon: IconCircleCheck },
}
