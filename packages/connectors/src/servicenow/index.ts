import type { Connector } from '../connector.ts'
import { serviceNowChangesImporter } from './importer.ts'

export const serviceNow: Connector = {
  id: 'servicenow',
  name: 'ServiceNow',
  reads: 'The change requests of a ServiceNow list.',
  importers: [serviceNowChangesImporter],
  checks: [],
}
