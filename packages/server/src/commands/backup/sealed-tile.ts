import { EvidentiaError } from '@evidentia/core'
import type { TileAddress } from '@evidentia/ledger'
import type { RootKey, SecretPlace } from '../../platform/auth/root-key.ts'
import { nameOfTile } from './layout.ts'

// Entries hold names, addresses and what people wrote; their hashes would confirm a guess. So no tile lies open in a backup.

/** A tile as it stands in a backup: AES-256-GCM under a key derived from the root key for this very place. */
export function sealTile(rootKey: RootKey, organization: string, tile: TileAddress, bytes: Uint8Array): Buffer {
  return rootKey.seal(placeOf(organization, tile), bytes)
}

/** Opens what `sealTile` gave. Throws `conflict` when a bit of it was changed, or it was moved from another place. */
export function openTile(rootKey: RootKey, organization: string, tile: TileAddress, sealed: Uint8Array): Buffer {
  try {
    return rootKey.open(placeOf(organization, tile), sealed)
  } catch (cause) {
    throw new EvidentiaError(
      'conflict',
      `The backup was damaged or changed: ${nameOfTile(organization, tile)} does not open with this root key.`,
      { remedy: 'Use another backup; nothing was restored of this organization.', cause },
    )
  }
}

function placeOf(organization: string, tile: TileAddress): SecretPlace {
  return { table: 'backup', row: nameOfTile(organization, tile), column: 'tile' }
}
