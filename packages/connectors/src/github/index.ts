import type { Connector } from '../connector.ts'
import { listedPullRequestsImporter } from './cli-importer.ts'
import { branchesCollection, collector, membersCollection, pullRequestsCollection } from './collector.ts'
import { pullRequestsImporter } from './importer.ts'

export const github: Connector = {
  id: 'github',
  name: 'GitHub',
  reads: 'Pull requests with their reviews, branch protection and members of an organization.',
  importers: [
    pullRequestsImporter,
    listedPullRequestsImporter,
    pullRequestsCollection,
    branchesCollection,
    membersCollection,
  ],
  checks: [],
  collector,
}
