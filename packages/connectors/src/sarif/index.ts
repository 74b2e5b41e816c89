import type { Connector } from '../connector.ts'
import { sarifImporter } from './importer.ts'

export const sarif: Connector = {
  id: 'sarif',
  name: 'SARIF',
  reads: 'The results of static analysis and other scanners that write SARIF, such as CodeQL, Semgrep and Dockle.',
  importers: [sarifImporter],
  checks: [],
}
