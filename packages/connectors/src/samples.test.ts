import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { recognizeImporter } from './registry.ts'
import { fileOf, importAll } from './testing/file.ts'

// Real files of real tools, kept beside the repository and not part of it; a clone alone does not have them.
const samples = new URL('../../../../shared/samples/', import.meta.url)

/** Every object in a JSON text that has all these members, wherever it stands: no path, no schema, no reader of ours. */
function countObjects(text: string, ...members: readonly string[]): number {
  let count = 0
  JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && members.every((name) => Object.hasOwn(value, name))) count += 1
    return value
  })
  return count
}

const countMatches = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length

/** For each file, another and simpler way of counting what is in it. */
const cases: Readonly<Record<string, { importer: string; count: (text: string) => Record<string, number> }>> = {
  'cloud/prowler-aws.ocsf.json': {
    importer: 'prowler-ocsf',
    count: (text) => ({ 'configuration-state': countObjects(text, 'cloud_partition', 'uid') }),
  },
  'cloud/securityhub.asff.json': {
    importer: 'aws-security-hub-asff',
    count: (text) => ({ vulnerability: countObjects(text, 'Name', 'Version', 'PackageManager') }),
  },
  'vulnerabilities/aws-inspector2.json': {
    importer: 'aws-inspector2-json',
    count: (text) => ({ vulnerability: countObjects(text, 'name', 'version', 'packageManager') }),
  },
  'vulnerabilities/codeql.sarif': {
    importer: 'sarif',
    count: (text) => ({ vulnerability: countMatches(text, /"partialFingerprints"/g) }),
  },
  'vulnerabilities/cyclonedx-sbom.json': {
    importer: 'cyclonedx-json',
    count: (text) => ({
      asset: countMatches(text, /"type": "library"/g),
      vulnerability: countObjects(text, 'id', 'ratings'),
    }),
  },
  'vulnerabilities/cyclonedx-vex.json': {
    importer: 'cyclonedx-json',
    count: (text) => ({
      asset: countObjects(text, 'type', 'bom-ref'),
      vulnerability: countObjects(text, 'id', 'ratings'),
    }),
  },
  'vulnerabilities/dockle.sarif': {
    importer: 'sarif',
    count: (text) => ({ vulnerability: countMatches(text, /"ruleId"/g) }),
  },
  'vulnerabilities/nessus.nessus': {
    importer: 'nessus-v2',
    count: (text) => ({ vulnerability: countMatches(text, /<ReportItem /g) }),
  },
  'vulnerabilities/tenable.csv': {
    importer: 'tenable-csv',
    count: (text) => ({
      vulnerability: countMatches(text, /^\d+,(?:CVE-[\d-]+)?,[\d.]*,(?:None|Low|Medium|High|Critical),/gm),
    }),
  },
  'vulnerabilities/trivy-clean.json': { importer: 'trivy-json', count: () => ({}) },
  'vulnerabilities/trivy-image.json': {
    importer: 'trivy-json',
    count: (text) => ({ vulnerability: countMatches(text, /"VulnerabilityID"/g) }),
  },
  'vulnerabilities/trivy-kubernetes.json': {
    importer: 'trivy-json',
    count: (text) => ({
      vulnerability: countMatches(text, /"VulnerabilityID"/g),
      'configuration-state': countObjects(text, 'ID', 'Status', 'Severity'),
    }),
  },
}

describe.skipIf(!existsSync(samples))('real files (skipped where ../shared/samples is absent)', () => {
  it('are all there are of files to import', () => {
    const found = ['cloud', 'vulnerabilities'].flatMap((folder) =>
      readdirSync(new URL(`${folder}/`, samples)).map((name) => `${folder}/${name}`),
    )
    expect(found.toSorted()).toEqual(Object.keys(cases))
  })

  it.each(Object.entries(cases))(
    '%s holds what it holds when it is counted otherwise',
    async (path, { importer, count }) => {
      const bytes = readFileSync(new URL(path, samples))
      const found = recognizeImporter(bytes.subarray(0, 65_536), path)
      expect(found?.id).toBe(importer)
      if (found === null) return
      const { records, skipped } = await importAll(found, fileOf(path, bytes))
      const counts: Record<string, number> = {}
      for (const { type } of records) counts[type] = (counts[type] ?? 0) + 1
      expect(counts).toEqual(count(new TextDecoder().decode(bytes)))
      // What is not read is a column or a section beside the rows; no row is left out.
      expect(skipped.filter(({ part }) => part === undefined)).toEqual([])
    },
  )
})
