import type { Connector } from '../connector.ts'
import { sessionsCsvImporter, sessionsJsonImporter } from './importer.ts'

export const veeam: Connector = {
  id: 'veeam',
  name: 'Veeam Backup & Replication',
  reads: 'The sessions of backup jobs: when each ran and how it ended.',
  importers: [sessionsCsvImporter, sessionsJsonImporter],
  checks: [],
}
