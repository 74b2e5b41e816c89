/** What one of those served together gets: its result, or its own refusal thrown. */
export type Served<Result> = () => Result

interface Asker<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Serves together whoever asks at the same time, so that one round of statements answers many. While some are served, the next
 * gather; one who asks is never answered from what was read before. `serve` gives one answer per item, in order.
 */
export class Gathering<Item, Result> {
  readonly #serve: (key: string, items: readonly Item[]) => Promise<readonly Served<Result>[]>
  readonly #limit: number
  readonly #waiting = new Map<string, Asker<Item, Result>[]>()

  constructor(limit: number, serve: (key: string, items: readonly Item[]) => Promise<readonly Served<Result>[]>) {
    this.#limit = limit
    this.#serve = serve
  }

  ask(key: string, item: Item): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const waiting = this.#waiting.get(key)
    if (waiting === undefined) {
      const begun = [{ item, resolve, reject }]
      this.#waiting.set(key, begun)
      void this.#work(key, begun)
    } else {
      waiting.push({ item, resolve, reject })
    }
    return promise
  }

  async #work(key: string, waiting: Asker<Item, Result>[]): Promise<void> {
    // What arrived in the same turn of the event loop is served together.
    await new Promise((done) => setImmediate(done))
    while (waiting.length > 0) {
      const served = waiting.splice(0, this.#limit)
      try {
        const items = served.map(({ item }) => item)
        const answers = await this.#serve(key, items)
        for (const [at, asker] of served.entries()) settle(asker, answers[at])
      } catch (error) {
        for (const { reject } of served) reject(error)
      }
    }
    this.#waiting.delete(key)
  }
}

function settle<Item, Result>({ resolve, reject }: Asker<Item, Result>, answer: Served<Result> | undefined): void {
  try {
    if (answer === undefined) throw new RangeError('Somebody who asked was not served.')
    resolve(answer())
  } catch (error) {
    reject(error)
  }
}
