import type { Connector } from '../connector.ts'
import { collector, usersCollection } from './collector.ts'
import { usersImporter } from './importer.ts'

export const googleWorkspace: Connector = {
  id: 'google-workspace',
  name: 'Google Workspace',
  reads: 'The users of a Google Workspace organization, as the Directory API answers them.',
  importers: [usersImporter, usersCollection],
  checks: [],
  collector,
}
