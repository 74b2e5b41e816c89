import type { DraftOf, ImportedItem } from '@evidentia/core'
import { createJsonImporter, type PartReader, type Spot } from '../source-file/json-importer.ts'
import { findingSchema } from './schema.ts'
import type { ProwlerFinding, ProwlerResource } from './schema.ts'

/** One record for each resource that a rule looked at, whether it passed or failed. */
export const prowlerImporter = createJsonImporter({
  id: 'prowler-ocsf',
  version: 1,
  title: 'Prowler results (OCSF JSON)',
  recordTypes: ['configuration-state'],
  remedy: 'Use the file that Prowler wrote with --output-formats json-ocsf.',
  recognizes: (start) =>
    start.startsWith('[') && start.includes('"event_code"') && /"name"\s*:\s*"Prowler"/.test(start),
  paths: ['[]'],
  open: (read) => ({
    *take(part) {
      const { path, value, line, place } = part
      if (path === '[]') yield* takeFinding(value, { line, place }, read)
      else read.parse(findingSchema, value, part)
    },
  }),
})

function* takeFinding(value: unknown, spot: Spot, read: PartReader): Generator<ImportedItem> {
  const finding = read.parse(findingSchema, value, spot)
  const resources = finding.resources ?? []
  // A rule about a whole account names no resource.
  if (resources.length === 0) yield read.once(toRecord(finding, null, spot.line), spot)
  for (const resource of resources) yield read.once(toRecord(finding, resource, spot.line), spot)
}

function toRecord(
  finding: ProwlerFinding,
  found: ProwlerResource | null,
  line: number,
): DraftOf<'configuration-state'> {
  const account = finding.cloud?.account?.uid ?? null
  const rule = finding.metadata.event_code
  const resource = found?.uid ?? found?.name ?? account ?? 'the account'
  const region = found?.region ?? finding.cloud?.region ?? null
  return {
    type: 'configuration-state',
    key: `${resource}|${rule}|${region ?? ''}`,
    line,
    body: {
      resource,
      resourceName: found?.name ?? null,
      resourceType: found?.type ?? null,
      system: account,
      region,
      rule,
      title: finding.finding_info.title,
      outcome: finding.status_code,
      severity: finding.severity,
      detail: finding.status_detail ?? null,
      // Put aside in Prowler's own list, which is nobody's approval here.
      status: finding.status === 'Suppressed' ? 'suppressed' : finding.status_code === 'fail' ? 'open' : null,
      scanner: 'Prowler',
      observedAt: finding.finding_info.created_time,
    },
  }
}
