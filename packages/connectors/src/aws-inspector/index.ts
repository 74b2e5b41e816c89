import type { Connector } from '../connector.ts'
import { inspectorImporter } from './importer.ts'

export const awsInspector: Connector = {
  id: 'aws-inspector',
  name: 'Amazon Inspector',
  reads: 'The findings of Amazon Inspector: weaknesses of machines, images and functions, by package.',
  importers: [inspectorImporter],
  checks: [],
}
