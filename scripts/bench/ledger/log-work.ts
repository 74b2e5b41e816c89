import { hash } from 'node:crypto'
import {
  decodeEntryBundle,
  encodeEntryBundle,
  hashLeaf,
  MerkleFrontier,
  TILE_WIDTH,
  TileBuilder,
} from '@evidentia/ledger'

const ENTRY_BYTES = 300

/** A log as it is kept, in bundles of 256 entries of 300 bytes, with the root and the number of tiles it must have. */
export interface KeptLog {
  readonly size: number
  readonly bundles: readonly Uint8Array[]
  readonly root: string
}

export function makeLog(size: number): KeptLog {
  const bundles: Uint8Array[] = []
  for (let start = 0; start < size; start += TILE_WIDTH) {
    const entries = Array.from({ length: Math.min(TILE_WIDTH, size - start) }, (_, at) => makeEntry(start + at))
    bundles.push(encodeEntryBundle(entries))
  }
  return { size, bundles, root: deriveRoot(size, bundles) }
}

/** Takes every bundle apart, hashes every entry, derives every tile and the root, and compares. */
export function auditLog({ size, bundles, root }: KeptLog): void {
  if (deriveRoot(size, bundles) !== root) throw new Error('The audit found another root.')
}

/** The floor: as many hash calls over as many bytes, in the fastest form that Node has, and nothing else. */
export function hashAsOften({ size }: KeptLog): void {
  const [leaf, node] = [new Uint8Array(1 + ENTRY_BYTES), new Uint8Array(65)]
  for (let at = 0; at < size; at += 1) {
    leaf[0] = at & 0xff
    hash('sha256', leaf, 'binary')
    hash('sha256', node, 'binary')
  }
}

/** A tree of that size, whose hashes are of no matter. */
export function makeTree(size: number): { readonly size: number; readonly hashes: readonly Uint8Array[] } {
  const count = size.toString(2).replaceAll('0', '').length
  return { size, hashes: Array.from({ length: count }, () => new Uint8Array(32)) }
}

/** Appends 5,000 entries, twenty times from the same state, with the root that a checkpoint would need every hundred. */
export function appendEntries({ size, hashes }: ReturnType<typeof makeTree>): void {
  const entry = makeEntry(0)
  for (let time = 0; time < 20; time += 1) {
    const frontier = MerkleFrontier.restore(size, hashes)
    for (let at = 0; at < 5_000; at += 1) {
      frontier.append(hashLeaf(entry))
      if (at % 100 === 0) frontier.root()
    }
  }
}

function deriveRoot(size: number, bundles: readonly Uint8Array[]): string {
  const builder = new TileBuilder()
  for (const [at, bundle] of bundles.entries()) {
    for (const entry of decodeEntryBundle(bundle, Math.min(TILE_WIDTH, size - at * TILE_WIDTH))) {
      builder.append(hashLeaf(entry))
    }
  }
  builder.partialTiles()
  return Buffer.from(builder.root()).toString('hex')
}

function makeEntry(index: number): Uint8Array {
  const entry = new Uint8Array(ENTRY_BYTES).fill(0x20)
  new DataView(entry.buffer).setUint32(0, index)
  return entry
}
