import type { Connector } from '../connector.ts'
import { lmsCompletionsImporter } from './importer.ts'

export const lms: Connector = {
  id: 'lms',
  name: 'Learning system',
  reads: 'Who was assigned which course, and what became of it.',
  importers: [lmsCompletionsImporter],
  checks: [],
}
