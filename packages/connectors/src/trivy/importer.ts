import type { DraftOf, ImportedItem, Importer, RecordBody } from '@evidentia/core'
import type { z } from 'zod'
import { parseJson } from '../source-file/json-document.ts'
import { malformed } from '../source-file/refusal.ts'
import { peekText, readText } from '../source-file/text.ts'
import { reportSchema, resultSchema, vulnerabilitySchema } from './schema.ts'
import type { TrivyResult, TrivyVulnerability } from './schema.ts'

/** The report is one JSON value and so has to be held whole. */
const maxBytes = 64 * 1_048_576

/** One vulnerability record for each finding in a package; anything else the scan found is listed as skipped. */
export const trivyImporter: Importer = {
  id: 'trivy-json',
  version: 2,
  title: 'Trivy report (JSON)',
  recordTypes: ['vulnerability'],
  recognizes(head) {
    const text = peekText(head)
      .replace(/^\uFEFF/, '')
      .trimStart()
    return (
      text.startsWith('{') && text.includes('"SchemaVersion"') && /"(?:ArtifactName|ArtifactType|Results)"/.test(text)
    )
  },
  async *read(file): AsyncGenerator<ImportedItem> {
    const document = parseJson(await readText(file, maxBytes), file.name)
    const at = (value: unknown, path: string): Spot => ({ file: file.name, line: document.lineOf(value) ?? 1, path })
    const report = parseAt(reportSchema, document.value, at(document.value, ''))
    const lines = new Map<string, number>()
    for (const [index, rawResult] of (report.Results ?? []).entries()) {
      const path = `Results[${index}]`
      const place = at(rawResult, path)
      const result = parseAt(resultSchema, rawResult, place)
      yield* listUnread(result, place)
      for (const [number, raw] of (result.Vulnerabilities ?? []).entries()) {
        const spot = at(raw, `${path}.Vulnerabilities[${number}]`)
        const record = toRecord(
          parseAt(vulnerabilitySchema, raw, spot),
          result.Target,
          report.CreatedAt ?? null,
          spot.line,
        )
        const earlier = lines.get(record.key)
        lines.set(record.key, earlier ?? spot.line)
        if (earlier === undefined) yield { record }
        else
          yield { skipped: { line: spot.line, field: spot.path, reason: `the finding of line ${earlier} once more` } }
      }
    }
  },
}

interface Spot {
  readonly file: string
  readonly line: number
  readonly path: string
}

function parseAt<S extends z.ZodType>(schema: S, value: unknown, { file, line, path }: Spot): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = [path, ...(issue?.path ?? [])].filter((part) => part !== '').join('.')
  const problem = issue?.message ?? 'the value cannot be read'
  throw malformed({ file, line, field }, problem, 'Use the report as Trivy wrote it with --format json.')
}

/** Secrets, misconfigurations, licences, findings hidden by an ignore file: found by the scan and not read here, so said aloud. */
function* listUnread(result: TrivyResult, { line, path }: Spot): Generator<ImportedItem> {
  const lists = Object.entries(result).filter(
    ([name, value]) => name !== 'Vulnerabilities' && Array.isArray(value) && value.length > 0,
  )
  const target = result.Target.slice(0, 80)
  for (const [name, list] of lists) {
    const count = Array.isArray(list) ? list.length : 0
    yield {
      skipped: {
        part: 'section',
        line,
        field: `${path}.${name.slice(0, 40)}`,
        reason: `not read: ${count} of ${name.slice(0, 40)} (${target})`,
      },
    }
  }
  const packages = result.Class === undefined || result.Class === 'os-pkgs' || result.Class === 'lang-pkgs'
  if (!packages && lists.length === 0) {
    const reason = `results of class ${result.Class?.slice(0, 40)} are not read (${target})`
    yield { skipped: { part: 'section', line, field: `${path}.Class`, reason } }
  }
}

const severities: Readonly<Record<TrivyVulnerability['Severity'], RecordBody<'vulnerability'>['severity']>> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  LOW: 'low',
  UNKNOWN: 'unknown',
}

function toRecord(
  found: TrivyVulnerability,
  target: string,
  scanned: string | null,
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
      package: found.PkgName,
      installedVersion,
      fixedVersion: found.FixedVersion === undefined || found.FixedVersion === '' ? null : found.FixedVersion,
      severity: severities[found.Severity],
      title: found.Title ?? null,
      published: found.PublishedDate ?? null,
      scanned,
    },
  }
}
