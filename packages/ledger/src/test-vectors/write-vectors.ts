import { mkdir, writeFile } from 'node:fs/promises'
import { buildVectors } from './build-vectors.ts'

// Run by `npm run vectors -w packages/ledger` after a deliberate change of format; the test compares, it never writes.
const folder = new URL('../../vectors/', import.meta.url)

await mkdir(folder, { recursive: true })
for (const [name, vectors] of Object.entries(await buildVectors())) {
  await writeFile(new URL(name, folder), `${JSON.stringify(vectors, null, 2)}\n`)
}
