import { parseDecimal } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'

/** Hashes, or entries, in a full tile. */
export const TILE_WIDTH = 256

/** A tile of hashes at a level from 0 to 63, or a bundle of entries; `width` is 1 to 256, below 256 when partial. */
export interface TileAddress {
  readonly level: number | 'entries'
  readonly index: number
  readonly width: number
}

/**
 * The path of a tile below a log's prefix (C2SP tlog-tiles): index 1234067 is `x001/x234/067`, a partial tile of five
 * ends in `.p/5`.
 */
export function encodeTilePath({ level, index, width }: TileAddress): string {
  const isAddress =
    (level === 'entries' || (Number.isInteger(level) && level >= 0 && level <= 63)) &&
    Number.isSafeInteger(index) &&
    index >= 0 &&
    Number.isInteger(width) &&
    width >= 1 &&
    width <= TILE_WIDTH
  if (!isAddress) {
    throw new LedgerError('tile-invalid', `There is no tile at level ${level}, index ${index}, width ${width}.`)
  }
  const groups = groupDigits(index)
  const last = groups.pop()
  const folders = groups.map((group) => `x${group}/`).join('')
  return `tile/${level}/${folders}${last}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** Reads such a path; every other spelling is refused with `tile-invalid`. */
export function parseTilePath(path: string): TileAddress {
  const found = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path)
  const [, level, groups, width] = found ?? []
  const index = parseDecimal((groups ?? '').replaceAll(/[x/]/g, '').replace(/^0+(?=[0-9])/, ''))
  if (level === undefined || index === undefined) throw unreadable(path)
  const address: TileAddress = {
    level: level === 'entries' ? level : Number(level),
    index,
    width: width === undefined ? TILE_WIDTH : Number(width),
  }
  // Re-encoding refuses leading zeroes, superfluous groups and `.p/256`.
  if (width === String(TILE_WIDTH) || encodeTilePath(address) !== path) throw unreadable(path)
  return address
}

function groupDigits(index: number): string[] {
  const digits = String(index)
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  return padded.match(/[0-9]{3}/g) ?? []
}

function unreadable(path: string): LedgerError {
  return new LedgerError('tile-invalid', `"${path}" is not a tile path of the form tile/<level>/<index>[.p/<width>].`)
}
