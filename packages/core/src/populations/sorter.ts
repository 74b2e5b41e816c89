/** A place outside memory for lines that are written once and read once, in order. */
export interface Spool {
  write(lines: Iterable<string>): Promise<SpooledLines>
}

export interface SpooledLines {
  /** The lines in batches, so that a million of them do not cost a million turns of the event loop. */
  read(): AsyncIterable<readonly string[]>
  remove(): Promise<void>
}

/** Sorts what is added to it. Items are plain JSON values; `compare` is total, so that there is one order only. */
export class Sorter<T> {
  readonly #compare: (a: T, b: T) => number
  readonly #spool: Spool | null
  readonly #limit: number
  readonly #spooled: SpooledLines[] = []
  #items: T[] = []

  /** Without a spool everything stays in memory; with one, at most `limit` items and a batch of each sorted run. */
  constructor(compare: (a: T, b: T) => number, spool: Spool | null, limit = 50_000) {
    this.#compare = compare
    this.#spool = spool
    this.#limit = limit
  }

  /** A promise only where something is spooled. */
  add(item: T): Promise<void> | null {
    this.#items.push(item)
    return this.#spool !== null && this.#items.length >= this.#limit ? this.#flush(this.#spool) : null
  }

  /** Everything that was added, in order. To be asked once; what was spooled is removed then. */
  async *sorted(): AsyncGenerator<readonly T[]> {
    const last = this.#items.toSorted(this.#compare)
    this.#items = []
    if (this.#spooled.length === 0) {
      yield last
      return
    }
    try {
      const runs = [inMemory(last), ...this.#spooled.map((lines) => parsed<T>(lines))]
      yield* mergeSorted(runs, this.#compare)
    } finally {
      await this.discard()
    }
  }

  /** Removes what was spooled, when nobody will ask for it any more. */
  async discard(): Promise<void> {
    for (const lines of this.#spooled.splice(0)) await lines.remove()
  }

  async #flush(spool: Spool): Promise<void> {
    const items = this.#items.toSorted(this.#compare)
    this.#items = []
    this.#spooled.push(await spool.write(items.values().map((item) => JSON.stringify(item))))
  }
}

async function* inMemory<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  yield items
}

async function* parsed<T>(lines: SpooledLines): AsyncGenerator<readonly T[]> {
  for await (const batch of lines.read()) yield batch.map((line): T => JSON.parse(line))
}

/** A sorted run, standing at its next item. */
interface Run<T> {
  head: T
  batch: Iterator<T>
  readonly rest: AsyncIterator<readonly T[]>
}

const mergedAtOnce = 1000

/** There are few runs, one for each fifty thousand items, so the least is looked for by going through them. */
async function* mergeSorted<T>(
  sources: readonly AsyncIterable<readonly T[]>[],
  compare: (a: T, b: T) => number,
): AsyncGenerator<readonly T[]> {
  const runs = new Set<Run<T>>()
  for (const source of sources) {
    const run = await openRun(source[Symbol.asyncIterator]())
    if (run !== null) runs.add(run)
  }
  let merged: T[] = []
  for (let run = findLeast(runs, compare); run !== null; run = findLeast(runs, compare)) {
    merged.push(run.head)
    if (!step(run) && !(await refill(run))) runs.delete(run)
    if (merged.length < mergedAtOnce) continue
    yield merged
    merged = []
  }
  yield merged
}

function findLeast<T>(runs: ReadonlySet<Run<T>>, compare: (a: T, b: T) => number): Run<T> | null {
  let least: Run<T> | null = null
  for (const run of runs) if (least === null || compare(run.head, least.head) < 0) least = run
  return least
}

async function openRun<T>(rest: AsyncIterator<readonly T[]>): Promise<Run<T> | null> {
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    const batch = next.value.values()
    const first = batch.next()
    if (first.done !== true) return { head: first.value, batch, rest }
  }
  return null
}

/** Whether there was a next item in the batch at hand. */
function step<T>(run: Run<T>): boolean {
  const { value, done } = run.batch.next()
  if (done === true) return false
  run.head = value
  return true
}

/** Whether there was one in the batches that follow. */
async function refill<T>(run: Run<T>): Promise<boolean> {
  const further = await openRun(run.rest)
  if (further === null) return false
  run.head = further.head
  run.batch = further.batch
  return true
}
