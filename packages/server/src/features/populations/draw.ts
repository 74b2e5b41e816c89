import {
  drawExports,
  type Evidence,
  EvidentiaError,
  type PopulationCard,
  type PopulationDefinition,
  type PopulationFacts,
  type PopulationFile,
  selectPopulation,
} from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { StagedBlob, Staging } from '../../platform/blobs/staging.ts'
import type { ReadDerived } from '../../platform/db/projection/records.ts'
import { openSealedSpool } from './spool.ts'

interface Parts {
  readonly blobs: BlobStore
  readonly readDerived: ReadDerived
}

/** A definition with the facts it is asked of. */
export interface Question {
  readonly definition: PopulationDefinition
  readonly facts: Omit<PopulationFacts, 'unreadable'>
  readonly timeZone: string
}

/** A selected population: its card and its two files, complete and hashed, not yet kept. */
export interface Drawn {
  readonly card: PopulationCard
  readonly rows: StagedBlob
  readonly appendix: StagedBlob
}

/**
 * Selects a population from the artifacts themselves, not from the tables they were projected into, and writes its files. Memory
 * does not grow with the number of records. `report` is told how many more were looked at, and throws to stop it.
 */
export async function drawPopulation(
  { blobs, readDerived }: Parts,
  organization: string,
  { definition, facts, timeZone }: Question,
  report: (records: number) => Promise<void>,
): Promise<Drawn> {
  const unreadable = await findUnreadable(blobs, organization, definition, { ...facts, unreadable: new Set() })
  const rows = new LineFile(await blobs.beginObject(organization))
  const appendix = new LineFile(await blobs.beginObject(organization))
  try {
    const card = await selectPopulation(
      definition,
      { ...facts, unreadable },
      timeZone,
      {
        readRecords: ({ derived }) => readDerived.records(organization, derived?.sha256 ?? ''),
        spool: openSealedSpool(blobs, organization),
        report,
      },
      { row: async (line) => rows.write(line), remark: async (line) => appendix.write(line) },
    )
    const [rowsBlob, appendixBlob] = [await rows.finish(), await appendix.finish()]
    const described = { rows: describe(rowsBlob, rows.lines), appendix: describe(appendixBlob, appendix.lines) }
    return { card: { ...card, ...described }, rows: rowsBlob, appendix: appendixBlob }
  } catch (error) {
    await rows.abort()
    await appendix.abort()
    throw error
  }
}

/** How many records the exports hold that a definition would be drawn from, those of its second source included. */
export function countRecords(
  { records, period, reconciliation }: PopulationDefinition,
  facts: Question['facts'],
): number {
  const selections = reconciliation?.with === 'records' ? [records, reconciliation.records] : [records]
  return selections
    .flatMap((selection) =>
      drawExports(selection, period, { ...facts, unreadable: new Set() })
        .filter(({ gone }) => gone === null)
        .map(({ evidence }) => evidence.derived?.counts[selection.type] ?? 0),
    )
    .reduce((sum, count) => sum + count, 0)
}

/** Exports whose key was destroyed. Bytes that are missing for any other reason stop the freeze: that is a loss, not a fact. */
export async function findUnreadable(
  blobs: BlobStore,
  organization: string,
  { records, period, reconciliation }: PopulationDefinition,
  facts: PopulationFacts,
): Promise<Set<string>> {
  const second = reconciliation?.with === 'records' ? drawExports(reconciliation.records, period, facts) : []
  const drawn = new Map(
    [...drawExports(records, period, facts), ...second]
      .filter(({ gone }) => gone === null)
      .map(({ evidence }): [string, Evidence] => [evidence.id, evidence]),
  )
  const unreadable = new Set<string>()
  for (const { id, derived } of drawn.values()) {
    if (derived === null) continue
    try {
      await blobs.refuseUnreadable(organization, derived.sha256)
    } catch (error) {
      if (!(error instanceof EvidentiaError && error.code === 'gone')) throw error
      unreadable.add(id)
    }
  }
  return unreadable
}

function describe({ sha256, size }: StagedBlob, lines: number): PopulationFile {
  return { sha256, size, lines }
}

const writeSize = 64 * 1024

/** Lines on their way into a staged file. */
class LineFile {
  readonly #staging: Staging
  #text = ''
  lines = 0

  constructor(staging: Staging) {
    this.#staging = staging
  }

  async write(line: string): Promise<void> {
    this.lines += 1
    this.#text += line
    if (this.#text.length >= writeSize) await this.#flush()
  }

  async finish(): Promise<StagedBlob> {
    await this.#flush()
    return this.#staging.finish()
  }

  async abort(): Promise<void> {
    await this.#staging.abort()
  }

  async #flush(): Promise<void> {
    const text = this.#text
    this.#text = ''
    await this.#staging.write(Buffer.from(text))
  }
}
