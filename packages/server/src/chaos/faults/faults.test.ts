import { describe, expect, it } from 'vitest'
import { allRounds, type FaultSummary, type Round, runFaults } from './run-faults.ts'
import { explainMissingStrace } from './strace.ts'

const missing = explainMissingStrace()

/** Of everything that `npm run chaos -- --faults` breaks, what fits into a test: each call of one file once, and the decisive ones again. */
const sample: readonly Round[] = [
  {
    place: 'server',
    shape: 'file',
    effects: ['EIO', 'ENOSPC', 'SIGKILL'],
    picks: ({ effect, syscall, ordinal }) =>
      effect === 'EIO' ||
      (effect === 'ENOSPC' && (syscall === 'writev' || syscall === 'mkdir')) ||
      // Before the file is in its place, and between that and the sync that makes it stay there.
      (effect === 'SIGKILL' && (syscall === 'rename' || (syscall === 'fsync' && ordinal === 3))),
  },
  {
    place: 'backend',
    shape: 'small',
    effects: ['EIO', 'ENOSPC', 'SIGKILL'],
    // The second sync is the one of the commit that seals, and with it writes the bytes.
    picks: ({ effect, syscall, ordinal }) =>
      ordinal === 2 && (syscall === 'fdatasync' ? effect !== 'ENOSPC' : syscall === 'pwrite64' && effect === 'ENOSPC'),
  },
]

describe.skipIf(missing !== null)(
  `one failing system call (skipped without strace: ${missing ?? 'it is here'})`,
  () => {
    it(
      'on the way of a file to its receipt loses nothing, stores no half, and is told in a sentence',
      { timeout: 240_000 },
      async () => {
        const lines: string[] = []
        const summary = await runFaults(sample, (line) => lines.push(line))
        expect(summary.problems, lines.join('\n')).toEqual([])
        // All but the odd call that is made only sometimes were broken, and breaking them was felt.
        expect(summary.hit, lines.join('\n')).toBeGreaterThanOrEqual(summary.trials - 2)
        expect(summary.trials).toBeGreaterThanOrEqual(14)
        expect(summary.restarts).toBeGreaterThanOrEqual(2)
        expect(summary satisfies FaultSummary).toMatchObject({ lost: 2 })
        expect(summary.refused).toBeGreaterThanOrEqual(10)
      },
    )

    it('is to be each of every shape and place in the full run', () => {
      expect(new Set(allRounds.map(({ place, shape }) => `${place} ${shape}`)).size).toBe(allRounds.length)
      for (const { effects } of allRounds) expect(effects).toEqual(['EIO', 'ENOSPC', 'SIGKILL'])
    })
  },
)
