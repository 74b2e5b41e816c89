import type { Connector } from '../connector.ts'
import { tenableCsvImporter } from './csv-importer.ts'
import { nessusImporter } from './nessus-importer.ts'

export const tenable: Connector = {
  id: 'tenable',
  name: 'Nessus and Tenable',
  reads: 'The findings of Nessus and of Tenable Vulnerability Management: weaknesses of hosts.',
  importers: [nessusImporter, tenableCsvImporter],
  checks: [],
}
