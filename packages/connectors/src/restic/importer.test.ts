import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { snapshotsImporter } from './importer.ts'

const read = (name: string, text: string | Uint8Array) => importAll(snapshotsImporter, fileOf(name, text))
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const hasRestic = spawnSync('restic', ['version']).status === 0

describe('snapshots of restic', () => {
  it('are backups that came to their end, dated by their summary where there is one', async () => {
    const { records } = await read('a.json', fixture('snapshots-with-summary.json'))
    expect(records[0]?.body).toMatchObject({
      resource: 'ehr-db: /srv/ehr',
      startedAt: '2026-06-01T02:00:00.5+02:00',
      finishedAt: '2026-06-01T02:05:00+02:00',
      sizeBytes: 5000,
      storedBytes: 60,
    })
    const older = await read('b.json', fixture('snapshots.json'))
    expect(older.records.map(({ body }) => body)).toMatchObject([{ job: 'nightly', finishedAt: null }, { job: null }])
  })

  it.skipIf(!hasRestic)('are read as restic writes them now (skipped without restic on this machine)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'evidentia-restic-'))
    try {
      const call = (...given: string[]): string => {
        const { status, stdout, stderr } = spawnSync('restic', ['-r', join(folder, 'repository'), ...given], {
          encoding: 'utf8',
          env: { ...process.env, RESTIC_PASSWORD: 'test', RESTIC_CACHE_DIR: join(folder, 'cache') },
        })
        if (status !== 0) throw new Error(stderr)
        return stdout
      }
      writeFileSync(join(folder, 'a'), 'a')
      call('init')
      for (const tag of ['nightly', 'monthly']) call('backup', '--host', 'ehr-db', '--tag', tag, join(folder, 'a'))
      const { records, skipped } = await read('live.json', call('snapshots', '--json'))
      expect(records.map(({ body }) => body)).toMatchObject([
        { job: 'nightly', system: 'ehr-db', outcome: 'succeeded' },
        { job: 'monthly', system: 'ehr-db', outcome: 'succeeded' },
      ])
      expect(skipped).toEqual([])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
