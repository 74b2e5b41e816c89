import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { infoImporter } from './importer.ts'

const read = (name: string) =>
  importAll(infoImporter, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('pgBackRest info', () => {
  it('gives the backups of a repository, as pgBackRest itself wrote them', async () => {
    const { records, skipped } = await read('info.json')
    expect(records.map(({ body }) => body)).toMatchObject([
      { job: 'ehr', kind: 'full', outcome: 'succeeded', startedAt: '2026-12-01T09:13:29.000Z', encrypted: true },
      { job: 'ehr', kind: 'incremental', storedBytes: 512, repository: 'repository 1' },
    ])
    expect(skipped).toEqual([])
  })

  it('says that a stanza is not in order, and gives no backup for it', async () => {
    const { records, skipped } = await read('missing-stanza.json')
    expect(records).toEqual([])
    expect(skipped).toMatchObject([{ reason: 'the stanza archive is not in order: missing stanza path' }])
  })
})
