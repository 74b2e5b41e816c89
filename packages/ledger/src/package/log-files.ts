import { LedgerError } from '../ledger-error.ts'
import { hashLeaf } from '../merkle/hash.ts'
import { ARTIFACT_SUBJECT_PREFIX, decodeStatement } from '../statement/statement.ts'
import { encodeEntryBundle } from '../tiles/entry-bundle.ts'
import { type HashTile, TileBuilder } from '../tiles/tile-builder.ts'
import { encodeTilePath, TILE_WIDTH } from '../tiles/tile-path.ts'
import { LOG_FOLDER } from './layout.ts'
import { fileFromBytes, type PackageFile } from './package-file.ts'

/** A log laid out as files (C2SP tlog-tiles below `log/`), and what its entries refer to. */
export interface LogFiles {
  readonly size: number
  readonly root: Uint8Array
  readonly files: readonly PackageFile[]
  /** SHA-256 of every artifact that an entry names. */
  readonly artifacts: ReadonlySet<string>
}

/**
 * Lays out entries as bundles and hash tiles. The bundles are held in memory. Throws `package-input-invalid` for an
 * entry that is not a canonical statement.
 */
export async function layOutLog(entries: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<LogFiles> {
  const builder = new TileBuilder()
  const files: PackageFile[] = []
  const artifacts = new Set<string>()
  let bundle: Uint8Array[] = []
  for await (const entry of entries) {
    for (const sha256 of namedArtifacts(entry, builder.size)) artifacts.add(sha256)
    bundle.push(entry)
    files.push(...builder.append(hashLeaf(entry)).map(tileFile))
    if (bundle.length < TILE_WIDTH) continue
    files.push(bundleFile(builder.size, bundle))
    bundle = []
  }
  if (bundle.length > 0) files.push(bundleFile(builder.size, bundle))
  files.push(...builder.partialTiles().map(tileFile))
  return { size: builder.size, root: builder.root(), files, artifacts }
}

function namedArtifacts(entry: Uint8Array, index: number): string[] {
  try {
    const { subject } = decodeStatement(entry)
    return subject.filter(({ name }) => name.startsWith(ARTIFACT_SUBJECT_PREFIX)).map(({ digest }) => digest.sha256)
  } catch (cause) {
    throw new LedgerError('package-input-invalid', `Log entry ${index} is not a canonical statement; run fsck.`, {
      cause,
    })
  }
}

function tileFile(tile: HashTile): PackageFile {
  return fileFromBytes(`${LOG_FOLDER}${encodeTilePath(tile)}`, 'log', tile.bytes)
}

function bundleFile(end: number, entries: readonly Uint8Array[]): PackageFile {
  const index = Math.floor((end - 1) / TILE_WIDTH)
  const path = encodeTilePath({ level: 'entries', index, width: entries.length })
  return fileFromBytes(`${LOG_FOLDER}${path}`, 'log', encodeEntryBundle(entries))
}
