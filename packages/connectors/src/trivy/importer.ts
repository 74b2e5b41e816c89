import type { DraftOf, ImportedItem, RecordBody } from '@evidentia/core'
import { createJsonImporter, listUnread, type PartReader, type Spot } from '../source-file/json-importer.ts'
import type { JsonPart } from '../source-file/json-parts.ts'
import { createdAt, misconfigurationSchema, name, schemaVersion, target, vulnerabilitySchema } from './schema.ts'
import type { TrivyMisconfiguration, TrivyVulnerability } from './schema.ts'

/** Where results stand: in a scan, and in each object of a cluster; older releases list these by what was looked for. */
const results = [
  'Results[]',
  ...['Resources[]', 'Vulnerabilities[]', 'Misconfigurations[]'].map((one) => `${one}.Results[]`),
]
const found = ['Vulnerabilities[]', 'Misconfigurations[]']

/** One record for each weakness in a package and for each rule on a configuration; anything else is listed as skipped. */
export const trivyImporter = createJsonImporter({
  id: 'trivy-json',
  version: 3,
  title: 'Trivy report (JSON)',
  recordTypes: ['vulnerability', 'configuration-state'],
  remedy: 'Use the report as Trivy wrote it with --format json.',
  recognizes: (start) =>
    start.startsWith('{') &&
    ((start.includes('"SchemaVersion"') && /"(?:ArtifactName|ArtifactType|Results)"/.test(start)) ||
      (start.includes('"ClusterName"') && /"(?:Resources|Vulnerabilities|Misconfigurations)"/.test(start))),
  paths: results.flatMap((one) => found.map((list) => `${one}.${list}`)),
  open: (read) => new TrivyReading(read),
})

/** What a scan was of and when it was made, as far as the report has said by now. Trivy writes this before what it found. */
interface Scan {
  cluster: string | null
  scanned: string | null
}

/** One target of the scan, or one of an object in the cluster. */
interface Result {
  readonly place: string
  readonly target: string
  /** Said of it only where nothing in it was read or listed. */
  unread: ImportedItem | null
}

class TrivyReading {
  readonly #read: PartReader
  readonly #scan: Scan = { cluster: null, scanned: null }
  /** Namespace, kind and name of the object in the cluster. */
  #object: { readonly place: string; readonly words: string[] } = { place: '', words: [] }
  #result: Result | null = null

  constructor(read: PartReader) {
    this.#read = read
  }

  *take(part: JsonPart): Generator<ImportedItem> {
    const { path, value } = part
    const result = results.find((one) => path.startsWith(`${one}.`))
    if (result !== undefined) yield* this.#takeInResult(path.slice(result.length + 1), part)
    else if (/^\w+\[\]\.(?:Namespace|Kind|Name)$/.test(path)) this.#takeName(part)
    else if (path === 'SchemaVersion') this.#read.parse(schemaVersion, value, part)
    else if (path === 'CreatedAt') this.#scan.scanned = this.#read.parse(createdAt, value, part)
    else if (path === 'ClusterName') this.#scan.cluster = this.#read.parse(name, value, part)
    // A list that is none, or an entry that is no object. Nothing found is written as null, or not at all.
    else if (path === '' || path.endsWith('[]') || (path.endsWith('Results') && value !== null))
      this.#read.parse(target, value, part)
  }

  *end(): Generator<ImportedItem> {
    yield* this.#leave()
  }

  *#takeInResult(member: string, part: JsonPart): Generator<ImportedItem> {
    const { value, line, place } = part
    if (member === 'Target') {
      yield* this.#leave()
      const { words } = this.#object
      const named = this.#read.parse(target, value, part)
      const whole = place.startsWith('Results') || words.length === 0 ? named : `${words.join('/')}: ${named}`
      this.#result = { place: around(place), target: whole, unread: null }
      return
    }
    const result = this.#resultAt(part)
    const spot = { line, place }
    if (member === 'Vulnerabilities[]')
      yield this.#read.once(
        toVulnerability(this.#read.parse(vulnerabilitySchema, value, part), result.target, this.#scan, line),
        spot,
      )
    else if (member === 'Misconfigurations[]')
      yield this.#read.once(
        toConfiguration(this.#read.parse(misconfigurationSchema, value, part), result.target, this.#scan, line),
        spot,
      )
    else if (member === 'Class') result.unread = sayUnread(value, spot, result.target)
    else if (!found.includes(`${member}[]`)) {
      const unread = listUnread(member, value, { line, place: around(place) }, result.target)
      if (unread.length > 0) result.unread = null
      yield* unread
    } else if (value !== null) this.#read.parse(target.array(), value, part)
  }

  #takeName(part: JsonPart): void {
    const place = around(part.place)
    const words = this.#object.place === place ? this.#object.words : []
    const word = this.#read.parse(name, part.value, part)
    this.#object = { place, words: word === null ? words : [...words, word] }
  }

  #resultAt(part: JsonPart): Result {
    const result = this.#result
    if (result !== null && part.place.startsWith(`${result.place}.`)) return result
    this.#read.parse(target, undefined, { line: part.line, place: `${around(part.place)}.Target` })
    throw new RangeError('A target that is not there was found.')
  }

  *#leave(): Generator<ImportedItem> {
    if (this.#result?.unread != null) yield this.#result.unread
    this.#result = null
  }
}

/** The place of what a value stands in. */
function around(place: string): string {
  return place.slice(0, place.lastIndexOf('.'))
}

/** Results of a class whose findings are not read here: secrets, licenses. */
function sayUnread(value: unknown, { line, place }: Spot, about: string): ImportedItem | null {
  if (typeof value !== 'string' || ['os-pkgs', 'lang-pkgs', 'config'].includes(value)) return null
  const reason = `results of class ${value.slice(0, 40)} are not read (${about.slice(0, 80)})`
  return { skipped: { part: 'section', line, field: place, reason } }
}

const severities: Readonly<Record<TrivyVulnerability['Severity'], RecordBody<'vulnerability'>['severity']>> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  LOW: 'low',
  UNKNOWN: 'unknown',
}

function toVulnerability(
  found: TrivyVulnerability,
  target: string,
  { scanned }: Scan,
  line: number,
): DraftOf<'vulnerability'> {
  const installedVersion = found.InstalledVersion ?? ''
  const place = found.PkgPath === undefined ? target : `${target}|${found.PkgPath}`
  return {
    type: 'vulnerability',
    key: `${found.VulnerabilityID}|${found.PkgName}@${installedVersion}|${place}`,
    line,
    body: {
      identifier: found.VulnerabilityID,
      target,
      kind: 'package',
      package: found.PkgName,
      installedVersion,
      fixedVersion: found.FixedVersion,
      severity: severities[found.Severity],
      title: found.Title ?? null,
      scanner: 'Trivy',
      published: found.PublishedDate,
      scanned,
    },
  }
}

function toConfiguration(
  found: TrivyMisconfiguration,
  target: string,
  { cluster, scanned }: Scan,
  line: number,
): DraftOf<'configuration-state'> {
  return {
    type: 'configuration-state',
    key: `${target}|${found.ID}|${found.Message ?? ''}`,
    line,
    body: {
      resource: target,
      system: cluster,
      rule: found.ID,
      title: found.Title ?? null,
      outcome: found.Status === 'PASS' ? 'pass' : 'fail',
      severity: severities[found.Severity],
      detail: found.Message ?? null,
      // An exception of the scanner's own is nobody's approval here; it says only that the failure was put aside.
      status: found.Status === 'EXCEPTION' ? 'suppressed' : null,
      scanner: 'Trivy',
      observedAt: scanned,
    },
  }
}
