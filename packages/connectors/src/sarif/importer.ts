import type { DraftOf, ImportedItem, RecordBody } from '@evidentia/core'
import { isPlainInstant } from '../source-file/cell.ts'
import { createJsonImporter, type PartReader, type Spot } from '../source-file/json-importer.ts'
import { automationSchema, invocationsSchema, resultSchema, revisionsSchema, toolSchema } from './schema.ts'
import type { SarifResult, SarifRule } from './schema.ts'

/** What is known of a run. Its parts may come in any order, so that results wait for the tool that names their rules. */
interface Run {
  tool: string | null
  readonly rules: Map<string, SarifRule>
  readonly listed: string[]
  repository: string | null
  category: string | null
  ended: string | null
  readonly waiting: { readonly result: SarifResult; readonly spot: Spot }[]
}

/** The most results that wait. A tool writes itself before its results; one that does not may not fill the memory. */
const waitingLimit = 100_000

/** One record for each result that found something. What a rule passed, or could not be applied to, is listed. */
export const sarifImporter = createJsonImporter({
  id: 'sarif',
  version: 1,
  title: 'Static analysis results (SARIF 2.1.0)',
  recordTypes: ['vulnerability'],
  remedy: 'Use the file as the tool wrote it, in SARIF 2.1.0.',
  recognizes: (start) =>
    start.startsWith('{') && start.includes('"runs"') && (start.includes('sarif') || start.includes('"driver"')),
  paths: ['runs[].results[]'],
  open(read) {
    let run = newRun()
    let at = ''
    return {
      *take(part) {
        const { path, value } = part
        const here = path.startsWith('runs[].') ? part.place.slice(0, part.place.indexOf('.')) : at
        if (here !== at) {
          yield* release(run, read)
          run = newRun()
          at = here
        }
        if (path === 'runs[].results[]') yield* takeResult(value, part, run, read)
        else if (path === 'runs[].tool') {
          takeTool(run, read.parse(toolSchema, value, part))
          yield* release(run, read)
        } else if (path === 'runs[].versionControlProvenance')
          run.repository = read.parse(revisionsSchema, value, part)[0]?.repositoryUri ?? null
        else if (path === 'runs[].automationDetails') run.category = read.parse(automationSchema, value, part).id
        else if (path === 'runs[].invocations') {
          const ended = read.parse(invocationsSchema, value, part).at(-1)?.endTimeUtc ?? null
          run.ended = ended !== null && isPlainInstant(ended) ? ended : null
        } else if (path === '' || path === 'runs' || path === 'runs[]' || path === 'runs[].results')
          // Null results: the tool was started and did not get to look.
          yield* takeNothing(value, part, read)
      },
      *end() {
        yield* release(run, read)
      },
    }
  },
})

function newRun(): Run {
  return { tool: null, rules: new Map(), listed: [], repository: null, category: null, ended: null, waiting: [] }
}

function takeTool(run: Run, { driver, extensions }: ReturnType<typeof toolSchema.parse>): void {
  run.tool = driver.name
  for (const { rules } of [driver, ...(extensions ?? [])])
    for (const rule of rules ?? []) if (!run.rules.has(rule.id)) run.rules.set(rule.id, rule)
  for (const { id } of driver.rules ?? []) run.listed.push(id)
}

function* takeNothing(value: unknown, spot: Spot, read: PartReader): Generator<ImportedItem> {
  if (value !== null) read.parse(resultSchema, value, spot)
  yield { skipped: { line: spot.line, field: spot.place, reason: 'the run has no results: nothing was looked at' } }
}

function* takeResult(value: unknown, spot: Spot, run: Run, read: PartReader): Generator<ImportedItem> {
  const result = read.parse(resultSchema, value, spot)
  const at = { line: spot.line, place: spot.place }
  if (run.tool !== null) yield toItem(result, at, run, read)
  else if (run.waiting.length < waitingLimit) run.waiting.push({ result, spot: at })
  else yield { skipped: { ...where(at), reason: 'the tool is named only after more results than can wait for it' } }
}

function* release(run: Run, read: PartReader): Generator<ImportedItem> {
  for (const { result, spot } of run.waiting.splice(0)) yield toItem(result, spot, run, read)
}

/** The kinds of result that found something. */
const findings = new Set(['fail', 'open', 'review'])

function toItem(result: SarifResult, spot: Spot, run: Run, read: PartReader): ImportedItem {
  const kind = result.kind ?? 'fail'
  if (!findings.has(kind))
    return { skipped: { ...where(spot), reason: `a result of kind ${kind.slice(0, 20)} is no finding` } }
  return read.once(toRecord(result, spot.line, run), spot)
}

function where({ line, place }: Spot): { line: number; field: string } {
  return { line, field: place }
}

function toRecord(result: SarifResult, line: number, run: Run): DraftOf<'vulnerability'> {
  const identifier = result.ruleId ?? result.rule?.id ?? run.listed[result.ruleIndex ?? -1] ?? 'unnamed rule'
  const rule = run.rules.get(identifier)
  const score = scoreOf(rule)
  const location = locationOf(result)
  const message = result.message?.text ?? null
  const target = run.repository ?? run.category ?? `what ${run.tool ?? 'the tool'} looked at`
  // Without a place only the words tell two results of a rule apart.
  const place = [location ?? message ?? '', ...Object.values(result.partialFingerprints ?? {})].join('|')
  return {
    type: 'vulnerability',
    key: `${identifier}|${target}|${place}`,
    line,
    body: {
      identifier,
      target,
      kind: 'code',
      package: '',
      installedVersion: '',
      location,
      severity: severityOf(score, result.level ?? rule?.defaultConfiguration?.level ?? 'warning'),
      score,
      title: rule?.shortDescription?.text ?? message,
      ...statusOf(result),
      scanner: run.tool,
      scanned: run.ended,
    },
  }
}

function scoreOf(rule: SarifRule | undefined): number | null {
  const score = Number(rule?.properties?.['security-severity'] ?? Number.NaN)
  return score >= 0 && score <= 10 ? score : null
}

/** By the score where the rule has one, in the bands of CVSS 3; otherwise by the level, which says how sure a gate should be. */
function severityOf(score: number | null, level: string): RecordBody<'vulnerability'>['severity'] {
  if (score !== null) {
    if (score >= 9) return 'critical'
    if (score >= 7) return 'high'
    if (score >= 4) return 'medium'
    return score > 0 ? 'low' : 'informational'
  }
  return level === 'error' ? 'high' : level === 'warning' ? 'medium' : level === 'note' ? 'low' : 'informational'
}

function locationOf({ locations }: SarifResult): string | null {
  const [first] = locations ?? []
  const { artifactLocation, region } = first?.physicalLocation ?? {}
  const uri = artifactLocation?.uri
  if (uri === undefined || uri === null || uri === '') return first?.logicalLocations?.[0]?.fullyQualifiedName ?? null
  return [uri, region?.startLine, region?.startColumn].filter((part) => part !== undefined && part !== null).join(':')
}

function statusOf({ baselineState, suppressions }: SarifResult) {
  if (baselineState === 'absent') return { status: 'fixed', statusReason: 'absent since the baseline' } as const
  const put = (suppressions ?? []).find(({ status }) => status === null || status === 'accepted')
  return put === undefined ? {} : ({ status: 'accepted', statusReason: put.justification } as const)
}
