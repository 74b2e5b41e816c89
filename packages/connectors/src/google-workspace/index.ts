import type { Connector } from '../connector.ts'
import { collector, usersCollection } from './collector.ts'
import { usersCsvImporter } from './csv-importer.ts'
import { usersImporter } from './importer.ts'

export const googleWorkspace: Connector = {
  id: 'google-workspace',
  name: 'Google Workspace',
  reads:
    'The users of a Google Workspace organization, as the Directory API answers them or the Admin console downloads them.',
  importers: [usersImporter, usersCsvImporter, usersCollection],
  checks: [],
  collector,
}
