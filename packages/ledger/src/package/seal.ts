import { encodeBase64 } from '../encoding/base64.ts'

/** What one signature over a package binds together. `manifestSha256` in lowercase hexadecimal. */
export interface Seal {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  readonly manifestSha256: string
}

/**
 * The note text that seals a package: the log's state and the manifest under one signature, so that neither can be
 * exchanged for that of another package. The origin ends in `/package`, so it never passes for the log's checkpoint.
 */
export function encodeSeal({ origin, size, root, manifestSha256 }: Seal): string {
  return `${origin}/package\n${size}\n${encodeBase64(root)}\nmanifest sha256 ${manifestSha256}\n`
}
