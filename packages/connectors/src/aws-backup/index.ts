import type { Connector } from '../connector.ts'
import { jobsImporter } from './importer.ts'

export const awsBackup: Connector = {
  id: 'aws-backup',
  name: 'AWS Backup',
  reads: 'The backup jobs of an AWS account, those that failed and those that never ran in time too.',
  importers: [jobsImporter],
  checks: [],
}
