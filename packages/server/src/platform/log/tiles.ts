import { encodeEntryBundle, TILE_WIDTH, type TileAddress } from '@evidentia/ledger'
import type { Reader } from '../db/transactions.ts'
import { levelsPerTile, readStoredHashes } from './stored-nodes.ts'

/** Every tile of a log of `size` entries (C2SP tlog-tiles): bundles of entries first, then hashes from the leaves up. */
export function* listTiles(size: number): Generator<TileAddress> {
  yield* listLevel('entries', size)
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH))
    yield* listLevel(level, hashes)
}

/** The bytes of one tile of the log as it was at `size` entries; null when it is not complete to its width by then. */
export async function readTile(reader: Reader, size: number, tile: TileAddress): Promise<Uint8Array | null> {
  const from = tile.index * TILE_WIDTH
  const to = from + tile.width
  const entriesPerHash = tile.level === 'entries' ? 1 : TILE_WIDTH ** tile.level
  if (to * entriesPerHash > size) return null
  const parts =
    tile.level === 'entries'
      ? await readBodies(reader, from, to)
      : await readStoredHashes(reader, tile.level * levelsPerTile, from, to)
  if (parts.length !== tile.width)
    throw new RangeError(`The log lacks part of tile ${tile.level}/${tile.index}; run fsck.`)
  return tile.level === 'entries' ? encodeEntryBundle(parts) : Buffer.concat(parts)
}

function* listLevel(level: TileAddress['level'], count: number): Generator<TileAddress> {
  for (let index = 0; index * TILE_WIDTH < count; index += 1)
    yield { level, index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) }
}

/** Bodies of entries `from` up to and without `to`. */
export async function readBodies({ db, organization }: Reader, from: number, to: number): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom('log_entry')
    .select('body')
    .where('organization', '=', organization)
    .where('index', '>=', from)
    .where('index', '<', to)
    .orderBy('index')
    .execute()
  return rows.map(({ body }) => body)
}
