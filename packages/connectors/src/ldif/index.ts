import type { Connector } from '../connector.ts'
import { ldifImporter } from './importer.ts'

export const ldif: Connector = {
  id: 'ldif',
  name: 'LDAP and Active Directory',
  reads: 'The accounts and groups of a directory, exported as LDIF.',
  importers: [ldifImporter],
  checks: [],
}
