import type { Connector } from '../connector.ts'
import { collector, issuesCollection } from './collector.ts'
import { jiraCsvImporter } from './importer.ts'

export const jira: Connector = {
  id: 'jira',
  name: 'Jira',
  reads: 'The issues of a Jira filter: changes where the issue type says so, tickets otherwise.',
  importers: [jiraCsvImporter, issuesCollection],
  checks: [],
  collector,
}
