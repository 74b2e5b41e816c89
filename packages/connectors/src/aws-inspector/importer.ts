import type { DraftOf, ImportedItem } from '@evidentia/core'
import { createJsonImporter, type PartReader, type Spot } from '../source-file/json-importer.ts'
import { findingSchema } from './schema.ts'
import type { InspectorFinding, InspectorPackage, InspectorResource } from './schema.ts'

/** One record for each resource and vulnerable package of a finding. */
export const inspectorImporter = createJsonImporter({
  id: 'aws-inspector2-json',
  version: 1,
  title: 'Amazon Inspector findings (JSON)',
  recordTypes: ['vulnerability'],
  remedy: 'Use the answer of `aws inspector2 list-findings --output json`.',
  recognizes: (start) =>
    /^[[{]/.test(start) && start.includes('"findingArn"') && /"arn:aws[a-z-]*:inspector2:/.test(start),
  paths: ['findings[]', '[]'],
  open: (read) => ({
    *take(part) {
      const { path, value, line, place } = part
      if (path === 'findings[]' || path === '[]') yield* takeFinding(value, { line, place }, read)
      else if (path === 'findings' || path === '') read.parse(findingSchema, value, part)
      else if (path === 'nextToken' && value !== null)
        yield { skipped: { line, field: place, reason: 'there are more findings than this page holds' } }
    },
  }),
})

function* takeFinding(value: unknown, spot: Spot, read: PartReader): Generator<ImportedItem> {
  const finding = read.parse(findingSchema, value, spot)
  const packages = finding.packageVulnerabilityDetails?.vulnerablePackages ?? []
  for (const resource of finding.resources) {
    if (packages.length === 0) yield read.once(toRecord(finding, resource, null, spot.line), spot)
    for (const found of packages) yield read.once(toRecord(finding, resource, found, spot.line), spot)
  }
}

function toRecord(
  finding: InspectorFinding,
  resource: InspectorResource,
  found: InspectorPackage | null,
  line: number,
): DraftOf<'vulnerability'> {
  const { packageVulnerabilityDetails: packaged, codeVulnerabilityDetails: code } = finding
  const identifier = packaged?.vulnerabilityId ?? code?.detectorId ?? finding.type ?? finding.findingArn
  const location = locationOf(finding, found)
  const related = packaged?.relatedVulnerabilities ?? []
  const installedVersion = found === null ? '' : versionOf(found)
  const place = [found?.name, installedVersion, found?.arch, found?.sourceLayerHash, location].map((part) => part ?? '')
  return {
    type: 'vulnerability',
    key: [identifier, ...place, resource.id, finding.findingArn].join('|'),
    line,
    body: {
      identifier,
      aliases: related.length === 0 ? null : related,
      target: resource.id,
      targetId: resource.id,
      kind: code != null ? 'code' : packaged != null ? 'package' : 'host',
      package: found?.name ?? '',
      installedVersion,
      // Inspector writes this where the maker has no fixed version.
      fixedVersion: found?.fixedInVersion === 'NotAvailable' ? null : (found?.fixedInVersion ?? null),
      location,
      severity: finding.severity,
      score: finding.inspectorScore,
      exploited: finding.exploitAvailable ?? null,
      title: finding.title ?? null,
      status: finding.status ?? null,
      scanner: 'Amazon Inspector',
      published: packaged?.vendorCreatedAt ?? null,
      firstSeen: finding.firstObservedAt,
      lastSeen: finding.lastObservedAt,
      scanned: finding.lastObservedAt ?? finding.updatedAt,
    },
  }
}

function versionOf({ epoch, version, release }: InspectorPackage): string {
  const whole = release === null ? version : `${version}-${release}`
  return epoch === undefined || epoch === null || epoch === 0 ? whole : `${epoch}:${whole}`
}

function locationOf(finding: InspectorFinding, found: InspectorPackage | null): string | null {
  const { filePath } = finding.codeVulnerabilityDetails ?? {}
  if (filePath?.filePath != null)
    return filePath.startLine == null ? filePath.filePath : `${filePath.filePath}:${filePath.startLine}`
  const reach = finding.networkReachabilityDetails
  if (reach?.openPortRange != null)
    return `${reach.protocol ?? 'any'} ${reach.openPortRange.begin}-${reach.openPortRange.end}`
  return found?.filePath ?? null
}
