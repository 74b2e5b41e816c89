import type { ImportedItem, RecordBody, RecordDraft } from '@evidentia/core'
import { createJsonImporter, type PartReader, type Spot } from '../source-file/json-importer.ts'
import { findingSchema } from './schema.ts'
import type { AsffFinding, AsffPackage, AsffResource, AsffVulnerability } from './schema.ts'

/** By what a finding holds: vulnerabilities for each package, the outcome of a rule for each resource, or an alert. */
export const securityHubImporter = createJsonImporter({
  id: 'aws-security-hub-asff',
  version: 1,
  title: 'AWS Security Hub findings (ASFF JSON)',
  recordTypes: ['vulnerability', 'configuration-state', 'alert'],
  remedy: 'Use the answer of `aws securityhub get-findings --output json`.',
  recognizes: (start) => /^[[{]/.test(start) && start.includes('"ProductArn"') && start.includes('"GeneratorId"'),
  paths: ['Findings[]', '[]'],
  open: (read) => ({
    *take(part) {
      const { path, value, line, place } = part
      if (path === 'Findings[]' || path === '[]') yield* takeFinding(value, { line, place }, read)
      else if (path === 'Findings' || path === '') read.parse(findingSchema, value, part)
      else if (path === 'NextToken' && value !== null)
        yield { skipped: { line, field: place, reason: 'there are more findings than this page holds' } }
    },
  }),
})

function* takeFinding(value: unknown, spot: Spot, read: PartReader): Generator<ImportedItem> {
  const finding = read.parse(findingSchema, value, spot)
  for (const record of recordsOf(finding, spot.line)) yield read.once(record, spot)
}

function* recordsOf(finding: AsffFinding, line: number): Generator<RecordDraft> {
  const { Vulnerabilities: weaknesses, Compliance, Resources } = finding
  for (const resource of Resources) {
    if (weaknesses != null && weaknesses.length > 0) {
      for (const weakness of weaknesses) {
        const packages: (AsffPackage | null)[] = weakness.VulnerablePackages ?? []
        for (const found of packages.length === 0 ? [null] : packages)
          yield toVulnerability(finding, weakness, found, resource, line)
      }
    } else if (Compliance?.Status !== undefined) yield toConfiguration(finding, Compliance.Status, resource, line)
    else yield toAlert(finding, resource, line)
  }
}

function toVulnerability(
  finding: AsffFinding,
  weakness: AsffVulnerability,
  found: AsffPackage | null,
  resource: AsffResource,
  line: number,
): RecordDraft {
  const related = weakness.RelatedVulnerabilities ?? []
  return {
    type: 'vulnerability',
    key: `${weakness.Id}|${found?.Name ?? ''}@${found?.Version ?? ''}|${found?.FilePath ?? ''}|${resource.Id}|${finding.Id}`,
    line,
    body: {
      identifier: weakness.Id,
      aliases: related.length === 0 ? null : related,
      target: resource.Id,
      targetId: resource.Id,
      kind: 'package',
      package: found?.Name ?? '',
      installedVersion: found?.Version ?? '',
      fixedVersion: found?.FixedInVersion ?? null,
      location: found?.FilePath ?? null,
      severity: severityOf(finding),
      score: scoreOf(weakness),
      exploited: weakness.ExploitAvailable === null ? null : weakness.ExploitAvailable === 'YES',
      title: finding.Title,
      status: isSuppressed(finding) ? 'accepted' : isOver(finding) ? 'fixed' : 'open',
      scanner: finding.ProductName,
      published: weakness.Vendor?.VendorCreatedAt ?? null,
      firstSeen: finding.FirstObservedAt,
      lastSeen: finding.LastObservedAt,
      scanned: finding.LastObservedAt ?? finding.UpdatedAt,
    },
  }
}

function toConfiguration(
  finding: AsffFinding,
  outcome: NonNullable<RecordBody<'configuration-state'>['outcome']>,
  resource: AsffResource,
  line: number,
): RecordDraft {
  const rule = finding.Compliance?.SecurityControlId ?? finding.GeneratorId
  return {
    type: 'configuration-state',
    key: `${resource.Id}|${rule}`,
    line,
    body: {
      resource: resource.Id,
      resourceType: resource.Type,
      system: finding.AwsAccountId,
      region: resource.Region,
      rule,
      title: finding.Title,
      outcome,
      severity: severityOf(finding),
      detail: finding.Description ?? null,
      status: isSuppressed(finding) ? 'suppressed' : isOver(finding) ? 'resolved' : outcome === 'fail' ? 'open' : null,
      scanner: finding.ProductName,
      firstSeen: finding.FirstObservedAt,
      observedAt: finding.LastObservedAt ?? finding.UpdatedAt,
    },
  }
}

function toAlert(finding: AsffFinding, resource: AsffResource, line: number): RecordDraft {
  return {
    type: 'alert',
    key: `${finding.Id}|${resource.Id}`,
    line,
    body: {
      identifier: finding.Id,
      title: finding.Title,
      rule: finding.GeneratorId,
      source: finding.ProductName,
      system: finding.AwsAccountId,
      resource: resource.Id,
      severity: severityOf(finding),
      status: finding.Workflow?.Status ?? finding.RecordState,
      raisedAt: finding.CreatedAt ?? finding.FirstObservedAt,
    },
  }
}

function severityOf({ Severity }: AsffFinding): RecordBody<'alert'>['severity'] {
  return Severity.Label ?? 'unknown'
}

function isSuppressed({ Workflow }: AsffFinding): boolean {
  return Workflow?.Status === 'SUPPRESSED'
}

/** Resolved by a person, or archived by the product that no longer sees it. */
function isOver({ Workflow, RecordState }: AsffFinding): boolean {
  return Workflow?.Status === 'RESOLVED' || RecordState === 'ARCHIVED'
}

/** The score of the newest version of CVSS. */
function scoreOf({ Cvss }: AsffVulnerability): number | null {
  const scored = (Cvss ?? []).filter(({ BaseScore }) => BaseScore !== null)
  return scored.toSorted((a, b) => Number(a.Version) - Number(b.Version)).at(-1)?.BaseScore ?? null
}
