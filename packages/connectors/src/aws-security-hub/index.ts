import type { Connector } from '../connector.ts'
import { securityHubImporter } from './importer.ts'

export const awsSecurityHub: Connector = {
  id: 'aws-security-hub',
  name: 'AWS Security Hub',
  reads: 'The findings that AWS Security Hub gathers: outcomes of its rules, weaknesses, and alerts of other services.',
  importers: [securityHubImporter],
  checks: [],
}
