import type { Connector } from '../connector.ts'
import { criticalVulnerabilitiesWithinDeadline } from './checks/critical-vulnerabilities-within-deadline.ts'
import { trivyImporter } from './importer.ts'

export const trivy: Connector = {
  id: 'trivy',
  name: 'Trivy',
  reads: 'The JSON report of a Trivy scan: every vulnerable package of an image, file system or machine.',
  importers: [trivyImporter],
  checks: [criticalVulnerabilitiesWithinDeadline],
}
