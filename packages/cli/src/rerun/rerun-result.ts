import { checks, compileCheck, readDerived, readResultLines, sealResult } from '@evidentia/connectors'
import type {
  Check,
  CheckSources,
  Evidence,
  GivenRecords,
  RecordType,
  SealedResult,
  Sourced,
  TypedRecord,
} from '@evidentia/core'
import {
  computeLifecycle,
  isSameCheck,
  checkDefinitionSchema,
  makeCheckInput,
  programOn,
  runCheck,
} from '@evidentia/core'
import { inOnePiece } from '../folder/read-chunks.ts'
import { describeDifference } from './describe-difference.ts'
import type { SealedFacts } from './sealed-facts.ts'

/** What became of running one sealed result again. `cannot`: something that is needed is not here, and the sentence says what. */
export interface Rerun {
  readonly result: SealedResult
  readonly outcome: 'same' | 'differs' | 'cannot'
  readonly sentence: string
}

/** Where a result's records and items are read from: an opened package. */
export interface Artifacts {
  readonly withheld: ReadonlyMap<string, string>
  /** The bytes of that SHA-256; undefined where they are not carried. */
  readArtifact(sha256: string): Promise<Uint8Array | undefined>
}

/** Something that is needed to run a result again is not here. */
class Missing extends Error {}

/** The given records and the items of a result, wherever they are kept. */
type Content = { readonly given: readonly GivenRecords[]; readonly items: SealedItems }
type SealedItems = Extract<SealedResult['content'], { items: unknown }>['items']

/**
 * Runs `result` again: the same version of the check, or the expression sealed with it, on exactly the records that were sealed,
 * each held against the log, and on the programme as the log had it. Nothing is taken from the result but what it was asked.
 */
export async function rerunResult(
  result: SealedResult & { readonly entry: number },
  facts: SealedFacts,
  opened: Artifacts,
): Promise<Rerun> {
  const { entry, ...sealed } = result
  try {
    const content = await readContent(sealed, opened)
    const check = findSealedCheck(sealed, facts)
    const evidence = findEvidence(sealed, content.given, facts, entry)
    const records = await loadRecords(content.given, evidence, opened)
    const sources = sourcesOf(sealed, content.given, facts, evidence, records)
    const input = makeCheckInput(check, sources)
    const { row, requirement, interval } = sealed
    const run = {
      row,
      requirement,
      subject: sources.subject,
      check,
      input,
      evidence: sealed.evidence,
      interval,
      given: content.given,
      run: () => runCheck(check, input),
    }
    const again = sealResult(run, run.run(), sealed.programSize)
    const items =
      'items' in again.fact.content
        ? again.fact.content.items
        : [...(again.artifact?.lines() ?? [])].flatMap(itemOfLine)
    const difference = describeDifference({ fact: sealed, items: content.items }, { fact: again.fact, items })
    return difference === null
      ? { result: sealed, outcome: 'same', sentence: 'gives the same result again, byte for byte' }
      : { result: sealed, outcome: 'differs', sentence: difference }
  } catch (error) {
    if (error instanceof Missing) return { result: sealed, outcome: 'cannot', sentence: error.message }
    throw error
  }
}

async function readContent({ content }: SealedResult, opened: Artifacts): Promise<Content> {
  if ('items' in content) return content
  const bytes = await readArtifact(content.sha256, 'its items', opened)
  const given: GivenRecords[] = []
  const items: SealedItems = []
  for await (const line of readResultLines(inOnePiece(bytes)))
    if ('given' in line) given.push(line.given)
    else items.push(line.item)
  return { given, items }
}

function findSealedCheck({ check: id, version, definition, programSize }: SealedResult, facts: SealedFacts): Check {
  if (definition !== null) {
    const isRecorded = facts.documents.some(
      (d) =>
        d.kind === 'check' &&
        d.id === id &&
        d.entry < programSize &&
        d.body !== null &&
        isSameCheck(checkDefinitionSchema.parse(d.body), definition),
    )
    if (!isRecorded)
      throw new Missing(
        `the log does not hold the definition of ${id}, version ${version}, that was sealed with the result`,
      )
    return compileCheck(definition)
  }
  const installed = checks.find((check) => check.id === id)
  if (installed === undefined)
    throw new Missing(`the check ${id} is not installed here; use the release of evidentia that sealed the result`)
  if (installed.version !== version)
    throw new Missing(
      `it was given by version ${version} of ${id}, and version ${installed.version} is installed here; use the release that has version ${version}`,
    )
  return installed
}

/** Every evidence item the result names, as the log has it. Its records must be those that were sealed. */
function findEvidence(
  { evidence, populations, joined }: SealedResult,
  given: readonly GivenRecords[],
  facts: SealedFacts,
  before: number,
): ReadonlyMap<string, Evidence> {
  const named = [
    evidence ?? [],
    given.map((one) => one.evidence),
    [...populations, ...joined].map((one) => one.previous?.evidence ?? []),
  ]
  const found = new Map<string, Evidence>()
  for (const id of named.flat(2)) {
    const item = facts.evidence.get(id)
    if (item === undefined || item.entry >= before)
      throw new Missing(`the log has no evidence ${id} before the result that names it`)
    found.set(id, item)
  }
  for (const { evidence: id, records } of given) {
    const derived = found.get(id)?.derived?.sha256
    if (records !== null && derived !== records)
      throw new Missing(
        `the result names other records of ${id} than the log does: ${records} and not ${derived ?? 'none'}`,
      )
  }
  return found
}

async function loadRecords(
  given: readonly GivenRecords[],
  evidence: ReadonlyMap<string, Evidence>,
  opened: Artifacts,
): Promise<ReadonlyMap<string, readonly TypedRecord[]>> {
  const loaded = new Map<string, readonly TypedRecord[]>()
  for (const { evidence: id, records: sha256 } of given) {
    if (sha256 === null || loaded.has(id)) continue
    const name = evidence.get(id)?.artifact.name ?? id
    const bytes = await readArtifact(sha256, `the records of ${name} (${id})`, opened)
    const records: TypedRecord[] = []
    for await (const record of readDerived(inOnePiece(bytes))) records.push(record)
    loaded.set(id, records)
  }
  return loaded
}

async function readArtifact(sha256: string, what: string, opened: Artifacts): Promise<Uint8Array> {
  const bytes = await opened.readArtifact(sha256)
  if (bytes !== undefined) return bytes
  const reason = opened.withheld.get(sha256)
  throw new Missing(
    `${what} are not in this package${reason === undefined ? '' : `: ${lowerFirst(reason)}`}`.replace(/\.$/, ''),
  )
}

function sourcesOf(
  result: SealedResult,
  given: readonly GivenRecords[],
  facts: SealedFacts,
  evidence: ReadonlyMap<string, Evidence>,
  records: ReadonlyMap<string, readonly TypedRecord[]>,
): CheckSources {
  const { asOf, programSize, parameters, populations, joined, system, vendor } = result
  const known = facts.documents.filter((document) => document.entry < programSize)
  const need = (id: string): Evidence[] => [evidence.get(id) ?? []].flat()
  const [firstType] = given.flatMap(({ role, type }) => (role === 'history' ? [type] : []))
  const history = given.filter(({ role, type }) => role === 'history' && type === firstType)
  return {
    subject:
      system !== null
        ? { kind: 'system', id: system }
        : vendor !== null
          ? { kind: 'vendor', id: vendor }
          : { kind: 'organization' },
    program: programOn(known, asOf),
    asOf,
    parameters,
    evidence: result.evidence === null ? null : (evidence.get(result.evidence) ?? null),
    // A check that reads no history still hears how many records there were before.
    earlier:
      history.length > 0
        ? history.flatMap((one) => need(one.evidence))
        : populations.flatMap(({ previous }) => (previous === null ? [] : need(previous.evidence))),
    newest: (type) => {
      const named = given.find((one) => one.role === 'newest' && one.type === type)
      return named === undefined ? undefined : evidence.get(named.evidence)
    },
    beforeJoined: (source, type) => {
      const heard = joined.find((one) => one.evidence === source.id && one.type === type)
      return heard?.previous == null ? undefined : evidence.get(heard.previous.evidence)
    },
    read: <T extends RecordType>({ id }: Evidence, type: T) => {
      const isGiven = given.some((one) => one.evidence === id && one.type === type && one.records !== null)
      return isGiven ? recordsOfType(records.get(id) ?? [], type, id) : null
    },
    reviewOf: (id) =>
      computeLifecycle(facts.events.filter((event) => event.entry < programSize && event.body.evidence === id)).review,
  }
}

function recordsOfType<T extends RecordType>(records: readonly TypedRecord[], type: T, evidence: string): Sourced<T>[] {
  return records
    .filter((record): record is Extract<TypedRecord, { type: T }> => record.type === type)
    .map((record) => ({ ...record, evidence }))
}

function itemOfLine(line: string): SealedItems {
  const { item }: { item?: SealedItems[number] } = JSON.parse(line)
  return item === undefined ? [] : [item]
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
