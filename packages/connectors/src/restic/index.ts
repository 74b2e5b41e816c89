import type { Connector } from '../connector.ts'
import { snapshotsImporter } from './importer.ts'

export const restic: Connector = {
  id: 'restic',
  name: 'restic',
  reads: 'The snapshots in a restic repository.',
  importers: [snapshotsImporter],
  checks: [],
}
