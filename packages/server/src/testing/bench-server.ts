import { randomBytes } from 'node:crypto'
import { evidenceClaimSchema } from '@evidentia/core'
import { claimFor, createTestOrganization, startTestServer } from './test-server.ts'

const batch = 100
const artifactBytes = 4096

await serve()

/** The server under measurement, in a process of its own that is told what to do by the one that measures. */
async function serve(): Promise<void> {
  if (process.send === undefined) throw new Error('The bench starts this; it is of no use alone.')
  const server = await startTestServer({ EVIDENTIA_UPLOAD_LIMIT_MIB: '2048' })
  const own = await createTestOrganization(server, 'bench')
  const { organization, keys } = own
  const claim = evidenceClaimSchema.parse(claimFor(own))
  const scope = { organization, actor: { type: 'system', id: 'bench', name: 'Bench' }, request: null } as const
  const recordBatch = async (): Promise<void> => {
    const { blobs } = server.installation
    const deposits = await Promise.all(
      Array.from({ length: batch }, async (_, at) => {
        const name = `artifact-${at}.bin`
        const blob = await blobs.stage(organization, makeArtifact(), artifactBytes, name)
        return { name, blob, claim, broughtBy: { type: 'folder', id: 'bench' } as const }
      }),
    )
    await server.services.evidence.recordAll(scope, deposits)
  }
  // Whoever measured is gone.
  process.on('disconnect', () => void server.stop().finally(() => process.exit(1)))
  process.on('message', (told: { readonly batches?: number; readonly stop?: boolean }) => {
    void (async () => {
      if (told.stop === true) {
        await server.stop()
        process.exit(0)
      }
      const started = performance.now()
      for (let at = 0; at < (told.batches ?? 0); at += 1) await recordBatch()
      process.send?.({ seconds: (performance.now() - started) / 1000 })
    })()
  })
  process.send({ address: server.address, key: keys.contributor, claim })
}

async function* makeArtifact(): AsyncGenerator<Uint8Array> {
  yield Buffer.concat([Buffer.from('artifact'), randomBytes(artifactBytes - 8)])
}
