import { Server as SocketServer } from 'node:net'
import type { FastifyInstance } from 'fastify'

const settleMs = 150
const patienceMs = 30_000

/** How many requests are being answered, and whether the server is about to stop. */
export class Drain {
  #stopping = false
  #open = 0

  /** Counts requests from their first byte, and asks clients to leave once the server is stopping. */
  watch(app: FastifyInstance): void {
    app.addHook('onRequest', async (_, reply) => {
      this.#open += 1
      // Comes once, however the answer ended.
      reply.raw.once('close', () => (this.#open -= 1))
      if (this.#stopping) void reply.header('connection', 'close')
    })
  }

  /**
   * Stops listening, answers what was accepted, then closes. Node's own close would first cut connections on which no request
   * was read yet, and with them requests that clients have sent already; so only the listening socket is closed at first.
   */
  async close(app: FastifyInstance): Promise<void> {
    this.#stopping = true
    if (!app.server.listening) return app.close()
    const deserted = new Promise<void>((done) => void SocketServer.prototype.close.call(app.server, () => done()))
    const giveUp = Date.now() + patienceMs
    do await new Promise((done) => setTimeout(done, settleMs))
    while (this.#open > 0 && Date.now() < giveUp)
    app.server.closeIdleConnections()
    const timer = setTimeout(() => app.server.closeAllConnections(), Math.max(giveUp - Date.now(), settleMs))
    await deserted
    clearTimeout(timer)
    return app.close()
  }
}
