import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one test file; `afterAll` is the test runner's hook, which removes it. */
export function makeTemporaryFolder(afterAll: (remove: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'evidentia-ledger-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
