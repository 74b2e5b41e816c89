import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { CollectFailure } from '../collection/failure.ts'
import { isPublicAddress } from './public-address.ts'

/** Where a connection may go: the address was resolved once, and nothing resolves it again. */
export interface Vetted {
  readonly host: string
  readonly address: string
  readonly port: number
  readonly family: 4 | 6
}

/**
 * Decides which hosts may be reached. A public address may; any other only when the operator named the host, so that nobody
 * with the right to make a connection can have the server ask its own network.
 */
export class Doorkeeper {
  readonly #allowed: ReadonlySet<string>

  /** `allowed`: `host` or `host:port`, in lower case. */
  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed.map((one) => one.toLowerCase()))
  }

  isAllowed(host: string, port: number): boolean {
    const name = host.toLowerCase()
    return this.#allowed.has(name) || this.#allowed.has(`${name}:${port}`)
  }

  /** Resolves a host once and vets every address it has: one private address among public ones is a trick. */
  async vet(host: string, port: number): Promise<Vetted> {
    const bare = host.replace(/^\[|\]$/g, '')
    const found = await resolve(bare)
    const [first] = found
    if (first === undefined) throw new CollectFailure('unreachable', `The host ${bare} has no address.`)
    if (!this.isAllowed(bare, port) && !found.every(({ address }) => isPublicAddress(address)))
      throw new CollectFailure(
        'not-allowed',
        `The host ${bare} is not on the public internet, and the operator has not allowed it.`,
      )
    return { host: bare, address: first.address, port, family: first.family === 6 ? 6 : 4 }
  }
}

async function resolve(host: string): Promise<{ address: string; family: number }[]> {
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  try {
    return await lookup(host, { all: true })
  } catch (error) {
    throw new CollectFailure('unreachable', `The host ${host} could not be found.`, error)
  }
}
