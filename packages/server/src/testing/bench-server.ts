import { claimFor, createTestOrganization, startTestServer } from './test-server.ts'

await serve()

/** The server under measurement, in a process of its own that ends when the one that measures says so. */
async function serve(): Promise<void> {
  if (process.send === undefined) throw new Error('The bench starts this; it is of no use alone.')
  const server = await startTestServer({ EVIDENTIA_UPLOAD_LIMIT_MIB: '2048' })
  const own = await createTestOrganization(server, 'bench')
  const stop = async (code: number): Promise<void> => {
    await server.stop()
    process.exit(code)
  }
  // Whoever measured is gone.
  process.on('disconnect', () => void stop(1))
  process.on('message', () => void stop(0))
  process.send({ address: server.address, key: own.keys.contributor, claim: claimFor(own) })
}
