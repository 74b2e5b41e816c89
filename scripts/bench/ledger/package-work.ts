import { hash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  artifactFromStore,
  createSigner,
  decodeEntryBundle,
  encodeEntryBundle,
  encodeStatement,
  STATEMENT_TYPE,
  verifyPackage,
  writePackage,
} from '@evidentia/ledger'

const signer = createSigner(new Uint8Array(32), 'log.example/bench')
const ARTIFACT_BYTES = 4096

/** Writes random artifacts named by their hash, a folder for each first two digits, as a store on disk keeps them. */
export function writeArtifacts(folder: string, count: number): void {
  for (let made = 0; made < count; made += 1) {
    const bytes = randomBytes(ARTIFACT_BYTES)
    const name = hash('sha256', bytes, 'hex')
    const home = join(folder, name.slice(0, 2))
    mkdirSync(home, { recursive: true })
    writeFileSync(join(home, name), bytes)
  }
}

/** Seconds that packing takes, with the log's entries at hand and the artifacts on disk, until all of it is on disk. */
export async function packArtifacts(path: string, folder: string): Promise<number> {
  const names = readdirSync(folder).flatMap((home) => readdirSync(join(folder, home)))
  // Kept in bundles, as a log keeps them.
  const bundles = Array.from({ length: Math.ceil(names.length / 256) }, (_, at) =>
    encodeEntryBundle(names.slice(at * 256, at * 256 + 256).map((name, more) => encodeEntry(name, at * 256 + more))),
  )
  const entries = function* (): Generator<Uint8Array> {
    for (const [at, bundle] of bundles.entries()) {
      yield* decodeEntryBundle(bundle, Math.min(256, names.length - at * 256))
    }
  }
  const started = performance.now()
  const files = names.map((name) =>
    artifactFromStore(join(folder, name.slice(0, 2), name), { sha256: name, size: ARTIFACT_BYTES }),
  )
  await writePackage(path, {
    origin: signer.name,
    signer,
    createdAt: '2026-10-31T12:00:00Z',
    entries: entries(),
    files,
  })
  return (performance.now() - started) / 1000
}

/** Seconds that verifying takes. */
export async function verifyPacked(path: string): Promise<number> {
  const started = performance.now()
  const { ok } = await verifyPackage(path, { vkeys: [signer.vkey] })
  const seconds = (performance.now() - started) / 1000
  if (!ok) throw new Error('The package does not verify, so its figure means nothing.')
  return seconds
}

function encodeEntry(sha256: string, index: number): Uint8Array {
  return encodeStatement({
    _type: STATEMENT_TYPE,
    subject: [{ name: `artifact:credential-report-${index}.csv`, digest: { sha256 } }],
    predicateType: 'https://evidentia.example/evidence/v1',
    predicate: { control: 'AC-2', index, period: { from: '2026-09-01', to: '2026-09-30' } },
  })
}
