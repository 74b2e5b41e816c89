import type { Connector } from '../connector.ts'
import { exploitedWeaknessesFixed } from './checks/exploited-weaknesses-fixed.ts'
import { weaknessesWithinDueDay } from './checks/weaknesses-within-due-day.ts'

export const weaknessChecks: Connector = {
  id: 'weakness-checks',
  name: 'Weaknesses',
  reads: 'How soon weaknesses have to be gone, whichever scanner says so.',
  importers: [],
  checks: [exploitedWeaknessesFixed, weaknessesWithinDueDay],
}
