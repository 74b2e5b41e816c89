import type { CollectionOutcome, ConnectionState } from '@evidentia/core'
import {
  IconAlertOctagon,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconClockExclamation,
  IconClockPlay,
  IconHelpHexagon,
  IconHourglassHigh,
  IconKey,
} from '@tabler/icons-react'
import type { StatusFace } from '../../status/row-status.ts'

/** How the state of a connection is shown. */
export const connectionFaces: { readonly [S in ConnectionState]: StatusFace } = {
  failed: { word: 'Failed', meaning: 'the last collection ended before its end', tone: 'bad', icon: IconAlertOctagon },
  silent: {
    word: 'Silent',
    meaning: 'the time for its next collection has long passed',
    tone: 'bad',
    icon: IconClockExclamation,
  },
  partial: {
    word: 'Partial',
    meaning: 'some of what was asked for could not be read',
    tone: 'doubt',
    icon: IconHelpHexagon,
  },
  'no-secrets': { word: 'Secrets missing', meaning: 'nothing can be collected yet', tone: 'warn', icon: IconKey },
  running: { word: 'Collecting', meaning: 'a collection goes on', tone: 'calm', icon: IconClockPlay },
  waiting: { word: 'Waiting', meaning: 'a collection was asked for', tone: 'calm', icon: IconHourglassHigh },
  'never-run': {
    word: 'Not collected yet',
    meaning: 'its first collection is to come',
    tone: 'soon',
    icon: IconCircleDashed,
  },
  paused: { word: 'Paused', meaning: 'it is collected only when a person asks', tone: 'mute', icon: IconCircleMinus },
  complete: { word: 'Complete', meaning: 'everything asked for was read', tone: 'good', icon: IconCircleCheck },
}

/** How the end of a collection is shown. */
export const outcomeFaces: { readonly [O in CollectionOutcome]: StatusFace } = {
  complete: connectionFaces.complete,
  partial: connectionFaces.partial,
  failed: connectionFaces.failed,
  canceled: { word: 'Canceled', meaning: 'somebody stopped it', tone: 'mute', icon: IconCircleMinus },
}
