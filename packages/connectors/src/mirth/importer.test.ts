import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { statisticsJsonImporter, statisticsXmlImporter } from './importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('statistics of Mirth channels', () => {
  it('are counters of each channel, the same in XML and in JSON', async () => {
    const { records, skipped } = await read(statisticsXmlImporter, 'statistics.xml')
    const first = { channelId: 'c0ffee00-0000-4000-8000-000000000001', received: 1200, sent: 1190, errored: 3 }
    expect(records.map(({ body }) => body)).toMatchObject([first, { received: 80, queued: 40, observedAt: null }])
    const inJson = await read(statisticsJsonImporter, 'statistics.json')
    expect(inJson.records.map(({ body }) => body)).toEqual(records.map(({ body }) => body))
    expect([...skipped, ...inJson.skipped]).toEqual([])
  })

  it.each([
    [statisticsXmlImporter, 'one-channel.xml'],
    [statisticsJsonImporter, 'one-channel.json'],
  ])('are read also of one channel, without a list around it (%#)', async (importer, name) => {
    expect((await read(importer, name)).records).toHaveLength(1)
  })

  it('are refused without a counter, or with one below zero', async () => {
    const missing = await refusalOf(read(statisticsXmlImporter, 'refused-missing.xml'))
    expect([missing.place.field, missing.message]).toEqual(['error', expect.stringContaining('the value is missing')])
    expect((await refusalOf(read(statisticsXmlImporter, 'refused-count.xml'))).place.field).toBe('queued')
  })
})
