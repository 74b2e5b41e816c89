import { encodeTilePath, type TileAddress } from '@evidentia/ledger'

const organizationPattern = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/log\/checkpoint$/

// A backup has every object of the artifact store under its own name, and each log beside them as tlog-tiles files.

export function nameOfCheckpoint(organization: string): string {
  return `${organization}/log/checkpoint`
}

export function nameOfTile(organization: string, tile: TileAddress): string {
  return `${organization}/log/${encodeTilePath(tile)}`
}

/** The organization whose checkpoint this is; null for every other name. */
export function organizationOfCheckpoint(name: string): string | null {
  return organizationPattern.exec(name)?.[1] ?? null
}
