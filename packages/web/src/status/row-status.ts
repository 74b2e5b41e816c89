import type { OccurrenceStatus, RowStatus } from '@evidentia/core'
import {
  IconAlertOctagon,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconClockExclamation,
  IconClockPlay,
  IconFlag,
  IconHelpHexagon,
  IconHourglassHigh,
  IconPointFilled,
  type TablerIcon,
} from '@tabler/icons-react'

/** The color family of a status, as named in the style sheet. Never the only thing that tells it. */
export type Tone = 'bad' | 'warn' | 'doubt' | 'soon' | 'calm' | 'good' | 'mute'
export interface StatusFace {
  readonly word: string
  readonly meaning: string
  readonly tone: Tone
  readonly icon: TablerIcon
}

/** How each status of a matrix row is shown, from what needs a person most to what needs nobody. */
export const rowStatusFaces: { readonly [S in RowStatus]: StatusFace } = {
  failing: { word: 'Failing', meaning: 'a check found items that are not met', tone: 'bad', icon: IconAlertOctagon },
  missing: { word: 'Missing', meaning: 'an interval ended without evidence', tone: 'bad', icon: IconCircleDashed },
  overdue: {
    word: 'Overdue',
    meaning: 'the next artifact is past its due day',
    tone: 'warn',
    icon: IconClockExclamation,
  },
  unknown: {
    word: 'Unknown',
    meaning: 'evidence exists but could not be judged',
    tone: 'doubt',
    icon: IconHelpHexagon,
  },
  'due-soon': { word: 'Due soon', meaning: 'the next artifact is due shortly', tone: 'soon', icon: IconHourglassHigh },
  excepted: { word: 'Excepted', meaning: 'an approved exception is in force', tone: 'calm', icon: IconFlag },
  current: {
    word: 'Current',
    meaning: 'everything owed is there and its checks are met',
    tone: 'good',
    icon: IconCircleCheck,
  },
  'not-applicable': { word: 'Not applicable', meaning: 'nothing is owed', tone: 'mute', icon: IconCircleMinus },
}
export const rowStatusOrder = Object.keys(rowStatusFaces) as readonly RowStatus[]

/** How each status of one interval is shown. */
export const occurrenceStatusFaces: { readonly [S in OccurrenceStatus]: StatusFace } = {
  failing: { word: 'Failing', meaning: 'a check is not met', tone: 'bad', icon: IconAlertOctagon },
  missing: { word: 'Missing', meaning: 'no evidence and the due day has passed', tone: 'bad', icon: IconCircleDashed },
  late: { word: 'Late', meaning: 'collected after the due day', tone: 'warn', icon: IconClockExclamation },
  unknown: { word: 'Unknown', meaning: 'could not be judged', tone: 'doubt', icon: IconHelpHexagon },
  due: { word: 'Due', meaning: 'owed, and still in time', tone: 'soon', icon: IconHourglassHigh },
  excepted: { word: 'Excepted', meaning: 'an approved exception was in force', tone: 'calm', icon: IconFlag },
  'on-time': { word: 'On time', meaning: 'collected in time', tone: 'good', icon: IconCircleCheck },
  upcoming: { word: 'Upcoming', meaning: 'the interval has not ended', tone: 'mute', icon: IconClockPlay },
  'not-applicable': { word: 'Not applicable', meaning: 'nothing was owed', tone: 'mute', icon: IconPointFilled },
}
