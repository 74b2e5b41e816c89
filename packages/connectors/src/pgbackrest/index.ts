import type { Connector } from '../connector.ts'
import { infoImporter } from './importer.ts'

export const pgBackRest: Connector = {
  id: 'pgbackrest',
  name: 'pgBackRest',
  reads: 'The backups of PostgreSQL that pgBackRest keeps, by stanza and repository.',
  importers: [infoImporter],
  checks: [],
}
