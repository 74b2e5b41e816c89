import type { Connector } from '../connector.ts'
import { cycloneDxImporter } from './importer.ts'

export const cycloneDx: Connector = {
  id: 'cyclonedx',
  name: 'CycloneDX',
  reads: 'A bill of materials: the components of a system and what is said of their vulnerabilities.',
  importers: [cycloneDxImporter],
  checks: [],
}
