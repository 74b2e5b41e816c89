import type { PopulationStanding } from '@evidentia/core'
import { IconCircleDashed, IconHelpHexagon, IconSignature } from '@tabler/icons-react'
import type { StatusFace } from '../../status/row-status.ts'

/** How the standing of a population is shown. */
export const standingFaces: { readonly [S in PopulationStanding]: StatusFace } = {
  unknown: {
    word: 'Unknown',
    meaning: 'it has no items, and nobody attested that there was nothing',
    tone: 'doubt',
    icon: IconHelpHexagon,
  },
  'not-attested': {
    word: 'Not attested',
    meaning: 'nobody has said yet that it is complete and accurate',
    tone: 'mute',
    icon: IconCircleDashed,
  },
  attested: {
    word: 'Attested',
    meaning: 'a named person said that it is complete and accurate, or rightly empty',
    tone: 'good',
    icon: IconSignature,
  },
}
