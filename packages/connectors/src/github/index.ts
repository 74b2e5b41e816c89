import type { Connector } from '../connector.ts'
import { pullRequestsImporter } from './importer.ts'

export const github: Connector = {
  id: 'github',
  name: 'GitHub',
  reads: 'The pull requests of a repository, with their reviews.',
  importers: [pullRequestsImporter],
  checks: [],
}
