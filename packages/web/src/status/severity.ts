import type { Finding } from '@evidentia/core'
import { IconAlertCircle, IconAlertOctagon, IconAlertTriangle } from '@tabler/icons-react'
import type { StatusFace } from './row-status.ts'

/** How each severity of a finding is shown, gravest first. */
export const severityFaces: { readonly [S in Finding['severity']]: StatusFace } = {
  high: { word: 'High', meaning: 'act first', tone: 'bad', icon: IconAlertOctagon },
  medium: { word: 'Medium', meaning: 'act soon', tone: 'warn', icon: IconAlertTriangle },
  low: { word: 'Low', meaning: 'act when convenient', tone: 'soon', icon: IconAlertCircle },
}
