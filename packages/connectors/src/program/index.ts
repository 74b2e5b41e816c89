import type { Connector } from '../connector.ts'
import { baaInForce } from './checks/baa-in-force.ts'
import { vendorReportCurrent } from './checks/vendor-report-current.ts'

/** The programme itself as a system of record: agreements and vendor reports are documents, not imported files. */
export const program: Connector = {
  id: 'program',
  name: 'Programme',
  reads: 'The programme documents: vendors with their assurance reports, and the agreements with them.',
  importers: [],
  checks: [baaInForce, vendorReportCurrent],
}
