import { compareText, type PopulationRow } from '@evidentia/core'

const listedKeys = 20

/** Which rows two lists in the same order do not share, found while one of them is still being made. */
export class RowComparison {
  readonly #sealed: AsyncIterator<PopulationRow>
  #next: PopulationRow | null | undefined
  readonly #missing: string[] = []
  readonly #surplus: string[] = []
  readonly #changed: string[] = []

  constructor(sealed: AsyncIterable<PopulationRow>) {
    this.#sealed = sealed[Symbol.asyncIterator]()
  }

  /** To be told of each row drawn again. */
  async see(line: string): Promise<void> {
    const drawn: PopulationRow = JSON.parse(line)
    let order = compareRows(await this.#peek(), drawn)
    for (; order < 0; order = compareRows(await this.#peek(), drawn)) await this.#take(this.#missing)
    if (order > 0) {
      this.#surplus.push(drawn.key)
      return
    }
    const sealed = await this.#peek()
    if (JSON.stringify(sealed) !== JSON.stringify(drawn)) this.#changed.push(drawn.key)
    this.#next = undefined
  }

  /** One sentence for each kind of difference, after the last row. */
  async explain(): Promise<string[]> {
    while ((await this.#peek()) !== null) await this.#take(this.#missing)
    return [
      ...describe(this.#missing, 'sealed and not drawn again'),
      ...describe(this.#surplus, 'drawn again and not sealed'),
      ...describe(this.#changed, 'sealed from another record'),
    ]
  }

  async #peek(): Promise<PopulationRow | null> {
    if (this.#next === undefined) {
      const { value, done } = await this.#sealed.next()
      this.#next = done === true ? null : value
    }
    return this.#next
  }

  async #take(into: string[]): Promise<void> {
    const row = await this.#peek()
    if (row !== null) into.push(row.key)
    this.#next = undefined
  }
}

/** The order in which a population lists its rows; after the last sealed one come all others. */
function compareRows(sealed: PopulationRow | null, drawn: PopulationRow): number {
  if (sealed === null) return 1
  return compareText(sealed.key, drawn.key) || compareText(sealed.within ?? '', drawn.within ?? '')
}

function describe(keys: readonly string[], what: string): string[] {
  if (keys.length === 0) return []
  const more = keys.length > listedKeys ? ` and ${keys.length - listedKeys} more` : ''
  return [`${keys.slice(0, listedKeys).join(', ')}${more}: ${what}`]
}
