/** Work that goes on while its starter does something else, one of each kind at a time. */
export class Overlap<Kind extends string> {
  readonly #running = new Map<Kind, Promise<void>>()

  start(kind: Kind, work: () => Promise<void>): void {
    const running = work()
    // Thrown by `finish`; until somebody calls that, a failure must not end the process.
    running.catch(() => undefined)
    this.#running.set(kind, running)
  }

  async finish(kind: Kind): Promise<void> {
    await this.#running.get(kind)
    this.#running.delete(kind)
  }
}
