/** Longer than any honest message takes; who sends byte after byte is cut off then. */
const longestMs = 15 * 60_000

interface Session {
  readonly address: string
  readonly timer: NodeJS.Timeout
  refusals: number
  isBusy: boolean
}

/** Who is connected: how many from one address, for how long, and how often they were refused. */
export class Sessions {
  readonly #byId = new Map<string, Session>()
  readonly #perAddress: number

  constructor(perAddress: number) {
    this.#perAddress = perAddress
  }

  /** False for one more than an address may have at once. `cut` is called when the session has lasted too long. */
  begin(id: string, address: string, cut: () => void): boolean {
    const others = [...this.#byId.values()].filter((session) => session.address === address)
    if (others.length >= this.#perAddress) return false
    const timer = setTimeout(cut, longestMs)
    timer.unref()
    this.#byId.set(id, { address, timer, refusals: 0, isBusy: false })
    return true
  }

  end(id: string): void {
    clearTimeout(this.#byId.get(id)?.timer)
    this.#byId.delete(id)
  }

  countRefusal(id: string): number {
    const session = this.#byId.get(id)
    if (session === undefined) return 0
    session.refusals += 1
    return session.refusals
  }

  /** Whether a message of this session is arriving or being recorded. */
  isBusy(id: string): boolean {
    return this.#byId.get(id)?.isBusy === true
  }

  markBusy(id: string, isBusy: boolean): void {
    const session = this.#byId.get(id)
    if (session !== undefined) session.isBusy = isBusy
  }
}
