import { explainBadFileName } from '../container/file-name.ts'

// The names a package gives meaning to. All other files are free, and listed in the manifest like these.
export const MANIFEST_FILE = 'manifest.json'
export const SEAL_FILE = 'manifest.note'
export const CHECKPOINT_FILE = 'log/checkpoint'
export const VKEY_FILE = 'log/vkey'
/** The RFC 3161 time stamp of the checkpoint, where there is one. */
export const TIME_STAMP_FILE = 'log/checkpoint.tsr'
export const LOG_FOLDER = 'log/'
export const ROTATION_FOLDER = 'log/rotations/'
export const ARTIFACT_FOLDER = 'artifacts/'

const LOG_ROLE = 'log'
const ARTIFACT_ROLE = 'artifact'

/** Why a listed file may not have this name and role; undefined when it may. */
export function explainBadListing(name: string, role: string): string | undefined {
  const reason = explainBadFileName(name)
  if (reason !== undefined) return `has a name that ${reason}`
  if (name === MANIFEST_FILE || name === SEAL_FILE) return 'cannot be listed in the manifest'
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(role)) return 'has a role that is not a lowercase word'
  if (name.startsWith(LOG_FOLDER) !== (role === LOG_ROLE)) return `must have the role "${LOG_ROLE}" just when in log/`
  if (name.startsWith(ARTIFACT_FOLDER) !== (role === ARTIFACT_ROLE)) {
    return `must have the role "${ARTIFACT_ROLE}" just when in artifacts/`
  }
  return undefined
}

/** The receipt of the log's change of key number `position`, counted from 0 and named from 1. */
export function rotationFile(position: number): string {
  return `${ROTATION_FOLDER}${String(position + 1).padStart(3, '0')}.tlog-proof`
}
