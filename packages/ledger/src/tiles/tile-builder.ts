import { concatBytes } from '../encoding/bytes.ts'
import { MerkleFrontier } from '../merkle/frontier.ts'
import { TILE_WIDTH, type TileAddress } from './tile-path.ts'

/** Levels of the tree that one level of tiles spans. */
const TILE_HEIGHT = 8

/** A tile of concatenated 32-byte hashes. */
export interface HashTile extends TileAddress {
  readonly level: number
  readonly bytes: Uint8Array
}

/** Turns leaf hashes into the tiles of C2SP tlog-tiles, full ones as they complete, the partial ones at the end. */
export class TileBuilder {
  readonly #frontier = new MerkleFrontier()
  readonly #levels: { index: number; hashes: Uint8Array[] }[] = []

  get size(): number {
    return this.#frontier.size
  }

  root(): Uint8Array {
    return this.#frontier.root()
  }

  /** Adds one leaf and returns the full tiles it completes, lowest level first. */
  append(leafHash: Uint8Array): HashTile[] {
    const full: HashTile[] = []
    for (const node of this.#frontier.append(leafHash)) {
      if (node.level % TILE_HEIGHT !== 0) continue
      const level = node.level / TILE_HEIGHT
      const open = (this.#levels[level] ??= { index: 0, hashes: [] })
      open.hashes.push(node.hash)
      if (open.hashes.length < TILE_WIDTH) continue
      full.push(closeTile(level, open.index, open.hashes))
      this.#levels[level] = { index: open.index + 1, hashes: [] }
    }
    return full
  }

  /** The tiles of the right edge that are not full, lowest level first. */
  partialTiles(): HashTile[] {
    return this.#levels.flatMap(({ index, hashes }, level) =>
      hashes.length === 0 ? [] : [closeTile(level, index, hashes)],
    )
  }
}

function closeTile(level: number, index: number, hashes: readonly Uint8Array[]): HashTile {
  return { level, index, width: hashes.length, bytes: concatBytes(hashes) }
}
