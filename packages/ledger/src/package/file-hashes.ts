/** What reading every byte of a package gave. Plain data, since it may come from another thread. */
export interface FileHashes {
  /** SHA-256 of each file's content, 32 bytes each, in the container's order. */
  readonly digests: Uint8Array
  /** By the file's number: what is wrong with its header or checksum. */
  readonly faults: ReadonlyMap<number, readonly string[]>
}

/** More than this is only more of the same, and would cost memory. */
export const FAULTS_LIMIT = 10_000
