import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outcome, runTool } from './check.ts'
import type { Tally } from './tally.ts'

/** Runs one vitest project in a process of its own; every test in it counts, and every file that did not finish is a failure. */
export async function runProject(name: string, limitMinutes: number): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'evidentia-test-'))
  const tallyFile = join(folder, 'tally.json')
  try {
    const { ok, output } = await runTool(
      'node',
      ['scripts/test/run-project.ts', name, tallyFile],
      limitMinutes * 60_000,
    )
    const tally: Tally = existsSync(tallyFile)
      ? JSON.parse(readFileSync(tallyFile, 'utf8'))
      : { passed: 0, failed: 0, skipped: [], running: [] }
    const unfinished = tally.running.map((file) => `\nNot finished: ${file}`).join('')
    // A run that failed without a failing test (no test file found, a crash, out of time) is a failure all the same.
    const failed = tally.failed + tally.running.length || (ok ? 0 : 1)
    return { passed: tally.passed, failed, skipped: tally.skipped, counted: true, output: output + unfinished }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
