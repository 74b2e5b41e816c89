import type { Remark } from './appendix.ts'
import type { CardExport, PopulationCard } from './card.ts'
import { countUncovered, findCoverageGaps, type CoverageGap } from './coverage.ts'
import type { PopulationDefinition } from './definition.ts'
import type { DrawnExport } from './exports.ts'
import type { Side } from './reconcile.ts'
import { Shortlist } from './shortlist.ts'

type SkippedRow = PopulationCard['skipped']['listed'][number]

/** What can be said of the exports before a record is read: which they are, which days they leave open, what importers skipped. */
export class ExportRemarks {
  readonly #drawn: readonly DrawnExport[]
  readonly #second: readonly DrawnExport[]
  readonly #type: PopulationDefinition['records']['type']
  readonly #secondType: PopulationDefinition['records']['type']
  readonly #gaps: readonly CoverageGap[]

  constructor(
    { records, period, reconciliation }: PopulationDefinition,
    drawn: readonly DrawnExport[],
    second: readonly DrawnExport[],
  ) {
    this.#drawn = drawn
    this.#second = second
    this.#type = records.type
    this.#secondType = reconciliation?.with === 'records' ? reconciliation.records.type : records.type
    this.#gaps = findCoverageGaps(records, period, drawn)
  }

  *list(): Generator<Remark> {
    yield* this.#drawn.map((one) => this.#describe(one, 'here'))
    yield* this.#second.map((one) => this.#describe(one, 'there'))
    for (const gap of this.#gaps) yield { kind: 'uncovered', ...gap }
    for (const { evidence } of this.#drawn)
      for (const { line = null, field = null, reason } of evidence.derived?.skipped ?? [])
        yield { kind: 'skipped', evidence: evidence.id, line, field, reason }
  }

  card(): Pick<PopulationCard, 'systemsOfRecord' | 'queries' | 'exports' | 'gone' | 'coverage' | 'skipped'> {
    const gaps = new Shortlist<CoverageGap>(40, 3000)
    for (const gap of this.#gaps) gaps.add(gap)
    return {
      systemsOfRecord: this.#listSources(),
      queries: this.#listQueries(),
      exports: this.#listExports(),
      gone: this.#drawn.filter(({ gone }) => gone !== null).length,
      coverage: { openDays: countUncovered(this.#gaps), gaps: gaps.toJSON() },
      skipped: this.#listSkipped(),
    }
  }

  #listSources(): PopulationCard['systemsOfRecord'] {
    const listed = new Shortlist<PopulationCard['systemsOfRecord']['listed'][number]>(20, 2500)
    const bySource = Map.groupBy(this.#drawn, ({ evidence }) => evidence.source)
    for (const [source, own] of [...bySource].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      listed.add({
        source,
        exports: own.length,
        records: own.reduce((sum, { evidence }) => sum + (evidence.derived?.counts[this.#type] ?? 0), 0),
      })
    return listed.toJSON()
  }

  #listQueries(): PopulationCard['queries'] {
    const queries = new Shortlist<string>(5, 5000)
    for (const query of new Set(this.#drawn.flatMap(({ evidence }) => evidence.query ?? [])).values())
      queries.add(query)
    return queries.toJSON()
  }

  #listExports(): PopulationCard['exports'] {
    const listed = new Shortlist<CardExport>(30, 12_000)
    for (const one of this.#drawn) {
      const { kind: _kind, side: _side, query: _query, ...shown } = this.#describe(one, 'here')
      listed.add(shown)
    }
    return listed.toJSON()
  }

  /** An importer lists the first rows it skipped and counts them all. */
  #listSkipped(): PopulationCard['skipped'] {
    const listed = new Shortlist<SkippedRow>(20, 4000)
    for (const { evidence } of this.#drawn)
      for (const { line = null, reason } of evidence.derived?.skipped ?? [])
        listed.add({ evidence: evidence.id, line, reason })
    const total = this.#drawn.reduce((sum, { evidence }) => sum + (evidence.derived?.skippedTotal ?? 0), 0)
    return { total, listed: listed.listed }
  }

  #describe({ evidence, subjects, gone }: DrawnExport, side: Side): Extract<Remark, { kind: 'export' }> {
    const { derived, artifact } = evidence
    if (derived === null) throw new RangeError(`${evidence.id} has no records and was drawn from.`)
    return {
      kind: 'export',
      side,
      query: evidence.query ?? null,
      evidence: evidence.id,
      name: artifact.name,
      source: evidence.source,
      subjects: [...subjects],
      effective: evidence.effective,
      collectedAt: evidence.collectedAt,
      recordedAt: evidence.recordedAt,
      artifact: artifact.sha256,
      derived: derived.sha256,
      importer: `${derived.importer}@${derived.version}`,
      records: derived.counts[side === 'here' ? this.#type : this.#secondType] ?? 0,
      skipped: derived.skippedTotal,
      gone,
    }
  }
}
