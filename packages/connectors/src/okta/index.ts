import type { Connector } from '../connector.ts'
import { collector, factorsCollection, logCollection, usersCollection } from './collector.ts'
import { factorsImporter, logImporter, usersImporter } from './importer.ts'

export const okta: Connector = {
  id: 'okta',
  name: 'Okta',
  reads: 'Users, their factors and the System Log of an Okta organization.',
  importers: [usersImporter, factorsImporter, logImporter, usersCollection, factorsCollection, logCollection],
  checks: [],
  collector,
}
