import type { Connector } from '../connector.ts'
import { assignmentsCollection, collector, signInsCollection, usersCollection } from './collector.ts'
import { assignmentsImporter, signInsImporter, usersImporter } from './importer.ts'

export const entra: Connector = {
  id: 'entra',
  name: 'Microsoft Entra ID',
  reads: 'Users, sign-ins and role assignments of a Microsoft Entra tenant, as Microsoft Graph answers them.',
  importers: [
    usersImporter,
    signInsImporter,
    assignmentsImporter,
    usersCollection,
    signInsCollection,
    assignmentsCollection,
  ],
  checks: [],
  collector,
}
