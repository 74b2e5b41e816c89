import { defineConfig } from 'vitest/config'
import { findChromium } from './scripts/setup/test-programs.mjs'

const exclude = ['**/node_modules/**', '**/dist/**', '**/fixtures/**']

export default defineConfig({
  test: {
    // A skipped test counts as a gap and has to say why; a focused one would hide all others.
    allowOnly: false,
    teardownTimeout: 30_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/{core,ledger,catalog,connectors,cli,web}/src/**/*.test.{ts,tsx}',
            'packages/{core,ledger,catalog,connectors,cli}/vectors/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude,
          // Vitest would leave one of two cores idle.
          maxWorkers: 2,
          // Modules hold no state of their own, and loading them costs more than most files' tests.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'server',
          include: ['packages/server/src/**/*.test.ts'],
          exclude: [...exclude, 'packages/server/src/chaos/**'],
          // Each file may start its own PostgreSQL; two at a time is what two cores carry.
          pool: 'forks',
          maxWorkers: 2,
          // Modules hold no state of their own, and loading the server costs more than most files' tests.
          isolate: false,
          globalSetup: ['packages/server/src/testing/run-folder.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'chaos',
          include: ['packages/server/src/chaos/**/*.test.ts'],
          exclude,
          // Each breaks servers and databases of its own; two at a time is what two cores carry.
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['packages/web/e2e/**/*.e2e.ts'],
          exclude,
          // Each file has a browser and a server of its own; two at a time is what two cores carry.
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          env: { EVIDENTIA_CHROMIUM: findChromium() ?? '' },
        },
      },
    ],
  },
})
