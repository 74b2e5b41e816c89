/** How many share one commit at most. PostgreSQL remembers 64 subtransactions per transaction cheaply. */
const groupLimit = 64

interface Member<Context> {
  /** Does the work and gives what tells the caller of its success, to be called once the group is durable. */
  run(context: Context): Promise<() => void>
  refuse(error: unknown): void
}

/**
 * Lets callers on one node share commits. The first caller for a key leads: it opens a group and works through whoever waits,
 * also those who come while it works, and commits once. Nobody hears anything before the commit. Work that throws is refused
 * alone: undoing it is the work's own duty.
 */
export class GroupCommit<Context> {
  readonly #open: (key: string, fill: (context: Context) => Promise<void>) => Promise<void>
  readonly #waiting = new Map<string, Member<Context>[]>()

  /** `open` begins a group for a key, lets `fill` work in it, and resolves when everything in it is durable. */
  constructor(open: (key: string, fill: (context: Context) => Promise<void>) => Promise<void>) {
    this.#open = open
  }

  join<T>(key: string, work: (context: Context) => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const member: Member<Context> = {
      run: async (context) => {
        const result = await work(context)
        return () => resolve(result)
      },
      refuse: reject,
    }
    const waiting = this.#waiting.get(key)
    if (waiting === undefined) {
      const begun = [member]
      this.#waiting.set(key, begun)
      void this.#lead(key, begun)
    } else {
      waiting.push(member)
    }
    return promise
  }

  async #lead(key: string, waiting: Member<Context>[]): Promise<void> {
    const joined: Member<Context>[] = []
    const outcomes: (() => void)[] = []
    try {
      await this.#open(key, async (context) => {
        while (joined.length < groupLimit) {
          const member = waiting.shift()
          if (member === undefined) break
          joined.push(member)
          try {
            outcomes.push(await member.run(context))
          } catch (error) {
            // It may have failed because of what another member did ("already sealed"), which is true after the commit only.
            outcomes.push(() => member.refuse(error))
          }
        }
      })
      for (const tell of outcomes) tell()
    } catch (error) {
      // A group that did not even open refuses everyone, or they would wait for ever.
      for (const member of joined.length === 0 ? waiting.splice(0) : joined) member.refuse(error)
    }
    if (waiting.length === 0) this.#waiting.delete(key)
    else void this.#lead(key, waiting)
  }
}
