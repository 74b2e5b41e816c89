import { execFileSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A repository that syncs everything it writes, as a log does. */
export function makeRepository(folder: string): void {
  mkdirSync(folder, { recursive: true })
  execFileSync('git', ['init', '-q', folder])
}

/** Commits so many new files of 4 KiB in one commit; the time of writing them into the work tree counts, unsynced. */
export function commitFiles(folder: string, count: number): void {
  const names = Array.from({ length: count }, () => `${randomUUID()}.bin`)
  for (const name of names) writeFileSync(join(folder, name), randomBytes(4096))
  const git = ['-C', folder, '-c', 'core.fsync=all', '-c', 'user.name=bench', '-c', 'user.email=bench@localhost']
  execFileSync('git', [...git, 'add', '--', ...names])
  // Tidying up in between is git's own matter.
  execFileSync('git', [...git, '-c', 'gc.auto=0', '-c', 'maintenance.auto=false', 'commit', '-qm', 'evidence'])
}
