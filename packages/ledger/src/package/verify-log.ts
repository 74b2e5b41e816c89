import type { Checkpoint } from '../checkpoint/checkpoint.ts'
import { encodeBase64 } from '../encoding/base64.ts'
import { equalBytes, firstDifference } from '../encoding/bytes.ts'
import { describeLedgerError } from '../ledger-error.ts'
import { hashLeaf } from '../merkle/hash.ts'
import { HASH_BYTES } from '../merkle/hash-steps.ts'
import { BUNDLE_BYTES_LIMIT, decodeEntryBundle } from '../tiles/entry-bundle.ts'
import { type HashTile, TileBuilder } from '../tiles/tile-builder.ts'
import { encodeTilePath, TILE_WIDTH } from '../tiles/tile-path.ts'
import { CHECKPOINT_FILE, LOG_FOLDER, ROTATION_FOLDER, TIME_STAMP_FILE, VKEY_FILE } from './layout.ts'
import type { PackageReader } from './package-reader.ts'
import type { ProblemList } from './problem.ts'

/** Told of every entry in order, with its index, and of every size the log had, with the root it had then. */
export interface LogVisitor {
  visitEntry(entry: Uint8Array, index: number): void
  visitSize(size: number, root: () => Uint8Array): void
}

/**
 * Hashes every entry again, derives every tile and the root from them, and holds them against the tiles and the
 * checkpoint. The leaf tiles tell which entry was changed, moved or removed. Returns the number of entries read.
 */
export async function verifyLog(
  reader: PackageReader,
  checkpoint: Checkpoint,
  problems: ProblemList,
  visitor: LogVisitor,
): Promise<number> {
  const builder = new TileBuilder()
  const root = (): Uint8Array => builder.root()
  const known = new Set([CHECKPOINT_FILE, TIME_STAMP_FILE, VKEY_FILE])
  while (builder.size < checkpoint.size) {
    const entries = await readBundle(reader, builder.size, checkpoint.size, known, problems)
    if (entries === undefined) return builder.size
    for (const entry of entries) {
      visitor.visitEntry(entry, builder.size)
      for (const tile of builder.append(hashLeaf(entry))) await checkTile(reader, tile, known, problems)
      visitor.visitSize(builder.size, root)
    }
  }
  for (const tile of builder.partialTiles()) await checkTile(reader, tile, known, problems)
  checkRoot(builder, checkpoint, problems)
  for (const name of reader.namesIn(LOG_FOLDER)) {
    if (!known.has(name) && !name.startsWith(ROTATION_FOLDER))
      problems.add(name, `does not belong to a log of ${checkpoint.size} entries`)
  }
  return builder.size
}

async function readBundle(
  reader: PackageReader,
  start: number,
  size: number,
  known: Set<string>,
  problems: ProblemList,
): Promise<Uint8Array[] | undefined> {
  const width = Math.min(TILE_WIDTH, size - start)
  const name = `${LOG_FOLDER}${encodeTilePath({ level: 'entries', index: start / TILE_WIDTH, width })}`
  known.add(name)
  const bytes = await reader.read(name, BUNDLE_BYTES_LIMIT)
  if (bytes === undefined) {
    problems.add(name, `is missing or too large: log entries ${start} to ${start + width - 1} cannot be read`)
    return undefined
  }
  try {
    return decodeEntryBundle(bytes, width)
  } catch (error) {
    problems.add(name, `${describeLedgerError(error)} It should hold log entries ${start} to ${start + width - 1}.`)
    return undefined
  }
}

async function checkTile(
  reader: PackageReader,
  tile: HashTile,
  known: Set<string>,
  problems: ProblemList,
): Promise<void> {
  const name = `${LOG_FOLDER}${encodeTilePath(tile)}`
  known.add(name)
  const found = await reader.read(name, TILE_WIDTH * HASH_BYTES)
  if (found === undefined) {
    problems.add(name, 'is missing or too large')
    return
  }
  const at = firstDifference(found, tile.bytes)
  if (at === -1) return
  const position = tile.index * TILE_WIDTH + Math.floor(at / HASH_BYTES)
  if (tile.level === 0) {
    problems.add(`log entry ${position}`, `is not the entry whose hash is in ${name}: it was changed, moved or removed`)
  } else {
    problems.add(name, `hash ${Math.floor(at / HASH_BYTES)} is not that of the entries below it`)
  }
}

function checkRoot(builder: TileBuilder, checkpoint: Checkpoint, problems: ProblemList): void {
  const root = builder.root()
  if (equalBytes(root, checkpoint.root)) return
  problems.add(
    CHECKPOINT_FILE,
    `the entries have the root ${encodeBase64(root)}, the checkpoint says ${encodeBase64(checkpoint.root)}`,
  )
}
