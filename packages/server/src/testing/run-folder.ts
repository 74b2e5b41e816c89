import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Names the folder in the environment, which the processes that run the tests inherit. */
export const runFolderName = 'EVIDENTIA_TEST_RUN'

/** A folder for what the test files of one run share. Vitest calls this before the first file, and what it returns after the last. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'evidentia-run-'))
  chmodSync(folder, 0o711)
  process.env[runFolderName] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
