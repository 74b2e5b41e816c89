import { sha256Hex } from '../encoding/digest.ts'
import { describeLedgerError } from '../ledger-error.ts'
import { ARTIFACT_FOLDER, MANIFEST_FILE, SEAL_FILE } from './layout.ts'
import { type ListedFile, type Manifest, parseManifest } from './manifest.ts'
import type { PackageReader } from './package-reader.ts'
import type { ProblemList } from './problem.ts'

/** The longest manifest read: about a million files. */
const MANIFEST_BYTES_LIMIT = 256 << 20

/** The manifest as found, its hash, and whether to go on; undefined when it cannot be read. */
export interface FoundManifest {
  readonly manifest: Manifest
  readonly sha256: string
}

/** Reads the manifest and holds every file of the package against it. */
export async function verifyManifest(reader: PackageReader, problems: ProblemList): Promise<FoundManifest | undefined> {
  const found = await readManifest(reader, problems)
  if (found === undefined) return undefined
  const listed = new Map(found.manifest.files.map((file) => [file.name, file]))
  for (const file of listed.values()) checkListed(reader, file, problems)
  for (const name of reader.names) {
    if (!listed.has(name) && name !== MANIFEST_FILE && name !== SEAL_FILE) {
      problems.add(name, 'is in the package but not in its manifest')
    }
  }
  return found
}

async function readManifest(reader: PackageReader, problems: ProblemList): Promise<FoundManifest | undefined> {
  const bytes = await reader.read(MANIFEST_FILE, MANIFEST_BYTES_LIMIT)
  if (bytes === undefined) {
    problems.add(MANIFEST_FILE, 'is missing or too large, so nothing in the package can be checked')
    return undefined
  }
  try {
    return { manifest: parseManifest(bytes), sha256: sha256Hex(bytes) }
  } catch (error) {
    problems.add(MANIFEST_FILE, describeLedgerError(error))
    return undefined
  }
}

function checkListed(reader: PackageReader, file: ListedFile, problems: ProblemList): void {
  const sha256 = reader.sha256Of(file.name)
  if (sha256 === undefined) {
    problems.add(file.name, 'is in the manifest but missing from the package')
    return
  }
  const size = reader.sizeOf(file.name)
  if (sha256 !== file.sha256) {
    problems.add(file.name, `its content was changed: SHA-256 is ${sha256}, the manifest says ${file.sha256}`)
  } else if (size !== file.size) {
    problems.add(file.name, `has ${size} bytes, the manifest says ${file.size}`)
  }
  if (file.name.startsWith(ARTIFACT_FOLDER) && file.name !== ARTIFACT_FOLDER + sha256) {
    problems.add(file.name, `is not named by its own SHA-256, which is ${sha256}`)
  }
}
