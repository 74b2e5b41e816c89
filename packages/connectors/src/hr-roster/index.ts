import type { Connector } from '../connector.ts'
import { hrRosterImporter } from './importer.ts'
import { hrLeaversImporter } from './leavers-importer.ts'

export const hrRoster: Connector = {
  id: 'hr-roster',
  name: 'HR roster',
  reads: 'The list of everyone employed: who, since when, until when. Other checks join it to accounts.',
  importers: [hrRosterImporter, hrLeaversImporter],
  checks: [],
}
