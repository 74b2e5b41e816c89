import type { Connector } from '../connector.ts'
import { prowlerImporter } from './importer.ts'

export const prowler: Connector = {
  id: 'prowler',
  name: 'Prowler',
  reads: 'The results of Prowler: for each resource of a cloud account, which rules it passed and failed.',
  importers: [prowlerImporter],
  checks: [],
}
