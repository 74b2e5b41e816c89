import type { Connector } from '../connector.ts'
import { scimImporter } from './importer.ts'

export const scim: Connector = {
  id: 'scim',
  name: 'SCIM 2.0',
  reads: 'The users and groups that an identity provider pushed into a SCIM directory.',
  importers: [scimImporter],
  checks: [],
}
