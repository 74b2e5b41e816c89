import { IconArrowDownCircle, IconArrowsSplit2, IconCircleCheck, IconPencil } from '@tabler/icons-react'
import type { Answer } from '../../client/answers.ts'
import type { StatusFace } from '../../status/row-status.ts'

export type FieldChange = Answer<'previewUpgrade'>['changes'][number]

/** Who changed a field, and what the upgrade does to it. */
export const upgradeKindFaces: { readonly [K in FieldChange['kind']]: StatusFace } = {
  conflict: {
    word: 'Both changed',
    meaning: 'to different words; ours stays unless somebody edits it',
    tone: 'warn',
    icon: IconArrowsSplit2,
  },
  library: {
    word: 'Library changed',
    meaning: 'we did not; the upgrade brings it',
    tone: 'soon',
    icon: IconArrowDownCircle,
  },
  ours: { word: 'Only we departed', meaning: 'the library did not; ours stays', tone: 'calm', icon: IconPencil },
  same: { word: 'Both the same', meaning: 'both changed to the same words', tone: 'good', icon: IconCircleCheck },
}
export const upgradeKindOrder = Object.keys(upgradeKindFaces) as readonly FieldChange['kind'][]

const names: { readonly [field: string]: string } = {
  ownerRole: 'Owner role',
  backupRole: 'Backup role',
  'policy.clause': 'Policy clause',
  commonFailure: 'How it usually fails',
  compensatingControls: 'Compensating controls',
}

/** The name of a field as a person says it: `evidence.report.graceDays` as `Evidence “report”, grace days`. */
export function nameField(field: string): string {
  const name = names[field]
  if (name !== undefined) return name
  const [part = '', first = '', ...rest] = field.split('.')
  if (part === 'implementation') return `Implementation, ${first.replaceAll('-', ' ')}`
  if (part === 'auditorQuestions') return `Auditor’s question: ${[first, ...rest].join('.')}`
  if (part === 'evidence') return `Evidence “${first}”, ${spaced(rest.join(' '))}`
  return spaced(field).replace(/^./, (letter) => letter.toUpperCase())
}

function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
