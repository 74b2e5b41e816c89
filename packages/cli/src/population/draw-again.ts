import { createHash } from 'node:crypto'
import { readDerived, readPopulationRows } from '@evidentia/connectors'
import {
  drawExports,
  type Evidence,
  type FrozenPopulation,
  type PopulationCard,
  type PopulationFacts,
  populationIdentity,
  selectPopulation,
  type TypedRecord,
} from '@evidentia/core'
import { canonicalize, type JsonObject, type JsonValue, type OpenPackage } from '@evidentia/ledger'
import { DiskSpool } from './disk-spool.ts'
import { RowComparison } from './row-comparison.ts'
import type { SealedFacts } from './sealed-facts.ts'

export interface Difference {
  readonly where: string
  readonly problem: string
}

/** What drawing a population again came to. */
export interface Redrawn {
  /** Null where it could not be drawn. */
  readonly card: PopulationCard | null
  readonly problems: readonly Difference[]
}

/** Draws a population again from the sealed records of a verified package and names everything that is not as it was sealed. */
export async function drawAgain(opened: OpenPackage, facts: SealedFacts, sealed: FrozenPopulation): Promise<Redrawn> {
  const known = await factsThen(opened, facts, sealed)
  const withheld = listWithheld(opened, known, sealed)
  if (withheld.length > 0) return { card: null, problems: withheld }
  await using spool = await DiskSpool.open()
  const { rows: rowsBefore } = sealed.card
  const comparison = opened.withheld.has(rowsBefore.sha256)
    ? null
    : new RowComparison(readPopulationRows(opened.artifact(rowsBefore.sha256)))
  const [rows, appendix] = [new LineHash(), new LineHash()]
  const readRecords = ({ derived }: Evidence): AsyncIterable<TypedRecord> =>
    readDerived(opened.artifact(derived?.sha256 ?? ''))
  const card = await selectPopulation(
    sealed.definition,
    known,
    sealed.card.timeZone,
    { readRecords, spool, report: async () => undefined },
    {
      row: async (line) => {
        rows.add(line)
        await comparison?.see(line)
      },
      remark: async (line) => appendix.add(line),
    },
  )
  const whole = { ...card, rows: rows.finish(), appendix: appendix.finish() }
  const ofRows = ((await comparison?.explain()) ?? []).map((problem) => ({ where: 'rows', problem }))
  return { card: whole, problems: [...ofRows, ...compareCards(sealed, whole)] }
}

/** What was known when the population was drawn: facts in the first entries of the log, and what nobody could read then. */
async function factsThen(
  opened: OpenPackage,
  { evidence, events }: SealedFacts,
  { entries, card }: FrozenPopulation,
): Promise<PopulationFacts> {
  return {
    evidence: evidence.filter(({ entry }) => entry < entries).map((one) => one.evidence),
    events: events.filter(({ entry }) => entry < entries),
    unreadable: await listUnreadable(opened, card),
  }
}

/** Taken from what was sealed: which key was destroyed by then cannot be told from a package. */
async function listUnreadable(opened: OpenPackage, { exports, appendix }: PopulationCard): Promise<Set<string>> {
  const listed = exports.listed.filter(({ gone }) => gone === 'unreadable').map(({ evidence }) => evidence)
  if (opened.withheld.has(appendix.sha256)) return new Set(listed)
  const unreadable = new Set(listed)
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of opened.artifact(appendix.sha256)) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const remark: { kind?: unknown; gone?: unknown; evidence?: unknown } = JSON.parse(line)
      if (remark.kind === 'export' && remark.gone === 'unreadable') unreadable.add(String(remark.evidence))
    }
  }
  return unreadable
}

/** The exports the package does not carry: without one of them nothing can be said. */
function listWithheld(opened: OpenPackage, facts: PopulationFacts, { definition }: FrozenPopulation): Difference[] {
  const { records, period, reconciliation } = definition
  const second = reconciliation?.with === 'records' ? drawExports(reconciliation.records, period, facts) : []
  return [...drawExports(records, period, facts), ...second].flatMap(({ evidence: { id, derived }, gone }) => {
    const reason = derived === null || gone !== null ? undefined : opened.withheld.get(derived.sha256)
    return reason === undefined ? [] : [{ where: id, problem: `its records are not in the package: ${reason}` }]
  })
}

function compareCards(sealed: FrozenPopulation, drawn: PopulationCard): Difference[] {
  const before = toJson(sealed.card)
  const differences = Object.entries(toJson(drawn)).flatMap(([name, now]) => {
    const then = before[name] ?? null
    if (canonicalize(now) === canonicalize(then)) return []
    return [{ where: `card.${name}`, problem: `sealed ${shorten(then)}, drawn again ${shorten(now)}` }]
  })
  const identity = toJson(populationIdentity(sealed.definition, drawn, sealed.supersedes))
  const id = `po_${createHash('sha256').update(canonicalize(identity)).digest('hex').slice(0, 20)}`
  return id === sealed.id
    ? differences
    : [...differences, { where: 'id', problem: `sealed ${sealed.id}, drawn again ${id}` }]
}

function toJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value))
}

function shorten(value: JsonValue): string {
  const text = JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

/** Hashes a file that is never written. */
class LineHash {
  readonly #hash = createHash('sha256')
  #text = ''
  #size = 0
  #lines = 0

  add(line: string): void {
    this.#lines += 1
    this.#text += line
    if (this.#text.length >= 1 << 16) this.#flush()
  }

  finish(): PopulationCard['rows'] {
    this.#flush()
    return { sha256: this.#hash.digest('hex'), size: this.#size, lines: this.#lines }
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text)
    this.#text = ''
    this.#size += bytes.length
    this.#hash.update(bytes)
  }
}
