import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { connectors } from './registry.ts'
import { fileOf, importAll, refusalOf } from './testing/file.ts'

// What every importer has to do, held against its own fixtures. A new importer is one folder and one line of the registry, and
// stands here by itself.

interface Fixture {
  readonly name: string
  readonly bytes: Uint8Array
}

const cases = connectors.flatMap((connector) => {
  if (connector.importers.length === 0) return []
  const folder = new URL(`${connector.id}/fixtures/`, import.meta.url)
  const files = readdirSync(folder).map((name): Fixture => ({ name, bytes: readFileSync(new URL(name, folder)) }))
  return connector.importers.map((importer) => ({
    importer,
    id: importer.id,
    own: files.filter(({ name, bytes }) => importer.recognizes(bytes.subarray(0, 65_536), name)),
  }))
})

const isRefused = ({ name }: Fixture): boolean => name.startsWith('refused-')

describe.each(cases)('the importer $id', ({ importer, own }) => {
  const read = own.filter((fixture) => !isRefused(fixture))

  it('gives every type of record that it declares, and no other', async () => {
    const types = new Set<string>()
    for (const { name, bytes } of read)
      for (const record of (await importAll(importer, fileOf(name, bytes))).records) types.add(record.type)
    // One that maps what it reads as a person said declares nothing by itself.
    if (importer.recordTypes.length === 0) expect(types.size).toBeGreaterThan(0)
    else expect([...types].toSorted()).toEqual([...importer.recordTypes].toSorted())
  })

  it('reads the same however the file arrives, and again', async () => {
    for (const { name, bytes } of read) {
      const whole = await importAll(importer, fileOf(name, bytes, 1_048_576))
      expect(await importAll(importer, fileOf(name, bytes, 1))).toEqual(whole)
      expect(await importAll(importer, fileOf(name, bytes, 17))).toEqual(whole)
    }
  })

  it('gives no key twice, and says where each record stands', async () => {
    for (const { name, bytes } of read) {
      const { records } = await importAll(importer, fileOf(name, bytes))
      const keys = records.map(({ type, key }) => `${type} ${key}`)
      expect(new Set(keys).size).toBe(keys.length)
      for (const { line } of records) expect(line).toBeGreaterThan(0)
    }
  })

  it('refuses what it has to with file, line, one sentence and what to do', async () => {
    const refused = own.filter(isRefused)
    expect(refused.length).toBeGreaterThan(0)
    for (const { name, bytes } of refused) {
      const refusal = await refusalOf(importAll(importer, fileOf(name, bytes)))
      expect(refusal.code).toBe('malformed-file')
      expect(refusal.place).toMatchObject({ file: name, line: expect.any(Number) })
      expect(refusal.message).toMatch(/^refused-[^ ]+, line \d+.*: .+[^.]\.$/s)
      expect(refusal.message).not.toMatch(/expected|received|undefined|Invalid/)
      expect(refusal.remedy).toMatch(/\.$/)
    }
    expect((await refusalOf(importAll(importer, fileOf('nothing', '')))).code).toBe('empty-file')
  })
})
