import type { Connector } from '../connector.ts'
import { changesApprovedByAnother } from './checks/changes-approved-by-another.ts'
import { changeTicketImporter } from './importer.ts'

export const changeTickets: Connector = {
  id: 'change-tickets',
  name: 'Change tickets',
  reads: 'An export of change tickets: who asked, who approved, who implemented, and when.',
  importers: [changeTicketImporter],
  checks: [changesApprovedByAnother],
}
