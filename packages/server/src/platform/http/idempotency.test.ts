import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NodePresence } from '../db/node-presence.ts'
import { Transactions } from '../db/transactions.ts'
import { createTestOrganization, startTestServer, type TestServer } from '../../testing/test-server.ts'
import { Idempotency, type KeyOwner } from './idempotency.ts'

let server: TestServer
let organization: string
beforeAll(async () => {
  server = await startTestServer()
  organization = (await createTestOrganization(server, 'once')).organization
})
afterAll(async () => server.stop())

/** One server node of several on this database. */
function makeNode(): { readonly presence: NodePresence; readonly idempotency: Idempotency } {
  const { addresses, db, readDerived, rootKey } = server.installation
  const presence = new NodePresence(addresses.app)
  return { presence, idempotency: new Idempotency(new Transactions(db, readDerived), rootKey, presence) }
}

const never = async (): Promise<never> => new Promise(() => undefined)
const answer = { status: 201, body: { done: true } }

describe('a request sent again with the same Idempotency-Key', () => {
  it('waits while the node that has it lives, and is done by another when that node is gone', async () => {
    const owner: KeyOwner = { organization, actor: 'api-key/1', key: 'cut-off' }
    const [one, two] = [makeNode(), makeNode()]
    try {
      let begun: () => void = () => undefined
      const running = new Promise<void>((done) => (begun = done))
      void one.idempotency.once(owner, 'the request', async () => (begun(), never()))
      await running
      await expect(two.idempotency.once(owner, 'the request', never)).rejects.toThrow(/is still running/)
      await one.presence.close()
      await expect(two.idempotency.once(owner, 'another request', never)).rejects.toThrow(/used for another request/)
      expect(await two.idempotency.once(owner, 'the request', async () => answer)).toEqual(answer)
      expect(await two.idempotency.once(owner, 'the request', never)).toEqual(answer)
    } finally {
      await one.presence.close()
      await two.presence.close()
    }
  })

  it('waits on the same node too, also after that node lost its connection and has a new number', async () => {
    const owner: KeyOwner = { organization, actor: 'api-key/1', key: 'still-here' }
    const { presence, idempotency } = makeNode()
    try {
      const before = await presence.number()
      let begun: () => void = () => undefined
      const running = new Promise<void>((done) => (begun = done))
      void idempotency.once(owner, 'the request', async () => (begun(), never()))
      await running
      await server.asApp(async (client) =>
        client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'evidentia presence'",
        ),
      )
      await expect.poll(async () => presence.number()).not.toBe(before)
      await expect(idempotency.once(owner, 'the request', never)).rejects.toThrow(/is still running/)
    } finally {
      await presence.close()
    }
  })
})
