import { canonicalLine } from '../records/canonical-line.ts'
import type { PopulationCard, PopulationRow, ReconciliationResult } from './card.ts'
import { collectCandidates, isSameThing, type Candidate, type Fate, type RecordAccess } from './candidates.ts'
import { remarkLine, type Remark } from './appendix.ts'
import type { PopulationDefinition } from './definition.ts'
import { drawExports, type DrawnExport, type PopulationFacts } from './exports.ts'
import { ExportRemarks } from './export-remarks.ts'
import { compareCompared, reconcile, type Compared } from './reconcile.ts'
import { countMissing, SequenceWatch } from './sequence.ts'
import { Shortlist } from './shortlist.ts'
import { Sorter } from './sorter.ts'

/** Takes the two files of a population, one canonical line at a time, each ended by a newline. */
export interface PopulationFiles {
  row(line: string): Promise<void>
  remark(line: string): Promise<void>
}

/** A card without the hashes of the files it was written with. */
export type UnsealedCard = Omit<PopulationCard, 'rows' | 'appendix'>

/**
 * Selects a population from sealed records and says everything the card has to say. A pure function of the definition, the time
 * zone and the facts: the order in which facts are given changes no byte. Records are read one export at a time and sorted
 * outside memory where `access` has room for that.
 */
export async function selectPopulation(
  definition: PopulationDefinition,
  facts: PopulationFacts,
  timeZone: string,
  access: RecordAccess,
  files: PopulationFiles,
): Promise<UnsealedCard> {
  return new Selection(definition, timeZone, access, files).run(facts)
}

/** What the things of one side came to. */
interface Things {
  readonly counts: Record<Fate | 'repeated', number>
  readonly compared: Sorter<Compared>
  withoutValue: number
}

class Selection {
  readonly #definition: PopulationDefinition
  readonly #timeZone: string
  readonly #access: RecordAccess
  readonly #files: PopulationFiles
  readonly #numbers = new SequenceWatch()
  readonly #sorters: Sorter<Compared>[] = []
  readonly #repeated = new Shortlist<PopulationCard['repeated']['listed'][number]>(20, 3000)
  readonly #undated = new Shortlist<PopulationCard['undated']['listed'][number]>(20, 3000)

  constructor(definition: PopulationDefinition, timeZone: string, access: RecordAccess, files: PopulationFiles) {
    this.#definition = definition
    this.#timeZone = timeZone
    this.#access = access
    this.#files = files
  }

  async run(facts: PopulationFacts): Promise<UnsealedCard> {
    try {
      return await this.#select(facts)
    } finally {
      for (const sorter of this.#sorters) await sorter.discard()
    }
  }

  async #select(facts: PopulationFacts): Promise<UnsealedCard> {
    const { records, period, reconciliation } = this.#definition
    const drawn = drawExports(records, period, facts)
    const second = reconciliation?.with === 'records' ? drawExports(reconciliation.records, period, facts) : []
    const remarks = new ExportRemarks(this.#definition, drawn, second)
    for (const remark of remarks.list()) await this.#remark(remark)
    const things = await this.#walkHere(drawn)
    const sequence = await this.#listMissing()
    return {
      timeZone: this.#timeZone,
      ...remarks.card(),
      counts: {
        examined: Object.values(things.counts).reduce((sum, count) => sum + count, 0),
        items: things.counts.item,
        repeated: things.counts.repeated,
        unmatched: things.counts.unmatched,
        outside: things.counts.outside,
        undated: things.counts.undated,
      },
      repeated: this.#repeated.toJSON(),
      undated: this.#undated.toJSON(),
      sequence,
      reconciliation: await this.#reconcile(things, second),
    }
  }

  async #walkHere(drawn: readonly DrawnExport[]): Promise<Things> {
    const { records, period, reconciliation } = this.#definition
    const matching =
      reconciliation?.with === 'records'
        ? { field: reconciliation.matchedBy.here, ignoreCase: reconciliation.ignoreCase }
        : null
    const parts = { timeZone: this.#timeZone, matching, access: this.#access }
    const idOf = ({ rank }: Candidate): string => drawn[rank]?.evidence.id ?? ''
    return this.#walk(await collectCandidates(records, period, drawn, parts), {
      counts: async (one) => {
        this.#numbers.see(one.key, one.within, one.fate === 'item')
        const { key, line, ordinal, within } = one
        const row: PopulationRow = { evidence: idOf(one), key, line, ordinal, within }
        if (one.fate === 'item') await this.#files.row(canonicalLine(row))
        if (one.fate !== 'undated') return
        const place = { key, evidence: idOf(one), line }
        this.#undated.add(place)
        await this.#remark({ kind: 'undated', ...place })
      },
      isRepeated: async (one, by) => {
        const place = { key: one.key, evidence: idOf(one), line: one.line, counts: idOf(by) }
        this.#repeated.add(place)
        await this.#remark({ kind: 'repeated', ...place })
      },
    })
  }

  /** Goes through the things in order and tells of the record that counts and of those that do not. */
  async #walk(
    sorter: Sorter<Candidate>,
    tell: {
      counts(one: Candidate): Promise<void>
      isRepeated(one: Candidate, by: Candidate): Promise<void>
    },
  ): Promise<Things> {
    const things: Things = {
      counts: { item: 0, repeated: 0, unmatched: 0, outside: 0, undated: 0 },
      compared: new Sorter(compareCompared, this.#access.spool),
      withoutValue: 0,
    }
    this.#sorters.push(things.compared)
    let winner: Candidate | null = null
    for await (const batch of sorter.sorted())
      for (const one of batch) {
        if (winner !== null && isSameThing(winner, one)) {
          things.counts.repeated += 1
          await tell.isRepeated(one, winner)
          continue
        }
        winner = one
        things.counts[one.fate] += 1
        if (one.fate === 'item') await addCompared(things, one)
        await tell.counts(one)
      }
    return things
  }

  async #listMissing(): Promise<PopulationCard['sequence']> {
    if (!this.#definition.numbered) return null
    const gaps = this.#numbers.findGaps()
    if (gaps === null) return { missing: 0, gaps: null }
    const listed = new Shortlist<(typeof gaps)[number]>(60, 5000)
    for (const gap of gaps) {
      listed.add(gap)
      await this.#remark({ kind: 'missing-numbers', ...gap })
    }
    return { missing: countMissing(gaps), gaps: listed.toJSON() }
  }

  async #reconcile(here: Things, second: readonly DrawnExport[]): Promise<ReconciliationResult | null> {
    const { reconciliation, period } = this.#definition
    if (reconciliation === undefined) return null
    if (reconciliation.with === 'count') {
      const [stated, found] = [reconciliation.count, here.counts.item]
      return { with: 'count', result: stated === found ? 'agrees' : 'differs', stated, found }
    }
    const { records, matchedBy, ignoreCase } = reconciliation
    const matching = { field: matchedBy.there, ignoreCase }
    const parts = { timeZone: this.#timeZone, matching, access: this.#access }
    const silent = async (): Promise<void> => undefined
    const there = await this.#walk(await collectCandidates(records, period, second, parts), {
      counts: silent,
      isRepeated: silent,
    })
    const only = { here: new Shortlist<string>(40, 3000), there: new Shortlist<string>(40, 3000) }
    const found = await reconcile(here.compared.sorted(), there.compared.sorted(), async (side, { value, key }) => {
      only[side].add(value)
      await this.#remark({ kind: side === 'here' ? 'only-here' : 'only-there', value, key })
    })
    const isSame = only.here.total + only.there.total + here.withoutValue + there.withoutValue === 0
    const exports = second.filter(({ gone }) => gone === null).length
    return {
      with: 'records',
      result: exports === 0 ? 'unknown' : isSame ? 'agrees' : 'differs',
      exports,
      here: { values: found.here, withoutValue: here.withoutValue },
      there: { values: found.there, withoutValue: there.withoutValue },
      inBoth: found.inBoth,
      onlyHere: only.here.toJSON(),
      onlyThere: only.there.toJSON(),
    }
  }

  async #remark(remark: Remark): Promise<void> {
    await this.#files.remark(remarkLine(remark))
  }
}

async function addCompared(things: Things, { value, key }: Candidate): Promise<void> {
  if (value === null) things.withoutValue += 1
  else {
    const spooled = things.compared.add({ value, key })
    if (spooled !== null) await spooled
  }
}
