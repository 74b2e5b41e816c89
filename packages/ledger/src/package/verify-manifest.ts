import { compareUtf8 } from '../encoding/bytes.ts'
import { sha256Hex } from '../encoding/digest.ts'
import { describeLedgerError } from '../ledger-error.ts'
import type { FileHashes } from './file-hashes.ts'
import { ARTIFACT_FOLDER, MANIFEST_FILE, SEAL_FILE } from './layout.ts'
import { type ListedFile, type Manifest, parseManifest } from './manifest.ts'
import type { HashedFile, PackageReader } from './package-reader.ts'
import type { ProblemList } from './problem.ts'

/** The longest manifest read: about a million files. */
const MANIFEST_BYTES_LIMIT = 256 << 20

/** The manifest as found, and its hash. */
export interface FoundManifest {
  readonly manifest: Manifest
  readonly sha256: string
}

/** Holds every file, as it was hashed, against the manifest, both ways; without a manifest only what is wrong in itself. */
export function verifyFiles(
  reader: PackageReader,
  hashes: FileHashes,
  manifest: Manifest | undefined,
  problems: ProblemList,
): void {
  const listing = manifest === undefined ? undefined : new Listing(manifest.files, problems)
  let number = 0
  for (const file of reader.listHashed(hashes)) {
    for (const fault of hashes.faults.get(number) ?? []) problems.add(file.name, fault)
    listing?.check(file)
    number += 1
  }
  listing?.finish()
}

/** The manifest, or why there is none. */
export async function readManifest(reader: PackageReader): Promise<FoundManifest | string> {
  const bytes = await reader.read(MANIFEST_FILE, MANIFEST_BYTES_LIMIT)
  if (bytes === undefined) return 'is missing or too large, so nothing in the package can be checked'
  try {
    return { manifest: parseManifest(bytes), sha256: sha256Hex(bytes) }
  } catch (error) {
    return describeLedgerError(error)
  }
}

/** The manifest's list walked beside the package's files: both are sorted by name. */
class Listing {
  readonly #listed: readonly ListedFile[]
  readonly #problems: ProblemList
  #at = 0

  constructor(listed: readonly ListedFile[], problems: ProblemList) {
    this.#listed = listed
    this.#problems = problems
  }

  check(file: HashedFile): void {
    let listed = this.#listed[this.#at]
    while (listed !== undefined && compareUtf8(listed.name, file.name) < 0) {
      this.#problems.add(listed.name, 'is in the manifest but missing from the package')
      this.#at += 1
      listed = this.#listed[this.#at]
    }
    if (listed?.name === file.name) {
      this.#at += 1
      this.#compare(file, listed)
    } else if (file.name !== MANIFEST_FILE && file.name !== SEAL_FILE) {
      this.#problems.add(file.name, 'is in the package but not in its manifest')
    }
  }

  finish(): void {
    for (const { name } of this.#listed.slice(this.#at)) {
      this.#problems.add(name, 'is in the manifest but missing from the package')
    }
  }

  #compare({ name, size, sha256 }: HashedFile, listed: ListedFile): void {
    if (sha256 !== listed.sha256) {
      this.#problems.add(name, `its content was changed: SHA-256 is ${sha256}, the manifest says ${listed.sha256}`)
    } else if (size !== listed.size) {
      this.#problems.add(name, `has ${size} bytes, the manifest says ${listed.size}`)
    }
    if (name.startsWith(ARTIFACT_FOLDER) && name.slice(ARTIFACT_FOLDER.length) !== sha256) {
      this.#problems.add(name, `is not named by its own SHA-256, which is ${sha256}`)
    }
  }
}
