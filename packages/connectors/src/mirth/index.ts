import type { Connector } from '../connector.ts'
import { statisticsJsonImporter, statisticsXmlImporter } from './importer.ts'

export const mirth: Connector = {
  id: 'mirth',
  name: 'Mirth and NextGen Connect',
  reads: 'What each channel of the interface engine received, filtered, sent, queued and failed to send.',
  importers: [statisticsXmlImporter, statisticsJsonImporter],
  checks: [],
}
