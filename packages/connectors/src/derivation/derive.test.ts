import { readFileSync } from 'node:fs'
import { derivedSchema } from '@evidentia/core'
import type { ImportedItem, Importer, TypedRecord } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { hrRosterImporter } from '../hr-roster/importer.ts'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { trivyImporter } from '../trivy/importer.ts'
import { deriveRecords } from './derive.ts'
import { readDerived } from './read.ts'

const roster = readFileSync(new URL('../hr-roster/fixtures/roster.csv', import.meta.url))

async function derive(importer: Importer, bytes: Uint8Array, chunk?: number) {
  const chunks: Uint8Array[] = []
  const derived = await deriveRecords({
    importer,
    file: fileOf('file', bytes, chunk),
    write: (written) => void chunks.push(written),
  })
  return { derived, chunks, ndjson: Buffer.concat(chunks) }
}

async function readBack(bytes: Uint8Array, chunk = 7): Promise<TypedRecord[]> {
  const records: TypedRecord[] = []
  for await (const record of readDerived(fileOf('x', bytes, chunk).bytes)) records.push(record)
  return records
}

/** An importer that hands out whatever it is given. */
function importerOf(items: readonly ImportedItem[]): Importer {
  return {
    ...hrRosterImporter,
    async *read() {
      for (const item of items) yield await Promise.resolve(item)
    },
  }
}

describe('deriving records', () => {
  it('writes records that read back as they were', async () => {
    const { derived, ndjson } = await derive(hrRosterImporter, roster)
    expect(await readBack(ndjson)).toEqual((await importAll(hrRosterImporter, fileOf('file', roster))).records)
    expect(derived).toMatchObject({
      importer: 'hr-roster',
      version: 2,
      size: ndjson.length,
      counts: { person: 4 },
      skippedTotal: 0,
    })
    expect(derivedSchema.safeParse({ ...derived, sha256: '0'.repeat(64) }).success).toBe(true)
  })

  it('writes the same bytes however the file arrives, members in order', async () => {
    const whole = await derive(hrRosterImporter, roster)
    const pieces = await derive(hrRosterImporter, roster, 1)
    expect(pieces.ndjson.equals(whole.ndjson)).toBe(true)
    expect(whole.ndjson.toString().split('\n')[0]).toMatch(
      /^\{"body":\{"department":.*\},"key":"E-100","line":2,"type":"person"\}$/,
    )
  })

  it('says 0 of a type the importer reads and the file does not hold', async () => {
    const clean = readFileSync(new URL('../trivy/fixtures/clean.json', import.meta.url))
    expect((await derive(trivyImporter, clean)).derived).toMatchObject({ counts: { vulnerability: 0 }, size: 0 })
    expect(await readBack(new Uint8Array())).toEqual([])
  })

  it('counts everything skipped and lists only what fits a log entry', async () => {
    const skipped = Array.from({ length: 500 }, (_, line) => ({ skipped: { line, reason: 'x'.repeat(300) } }))
    const { derived } = await derive(importerOf(skipped), roster)
    expect(derived.skippedTotal).toBe(500)
    expect(derived.skipped.length).toBeGreaterThan(10)
    expect(Buffer.byteLength(JSON.stringify(derived.skipped))).toBeLessThan(26_000)
    const short = Array.from({ length: 500 }, (_, line) => ({ skipped: { line, reason: 'x' } }))
    expect((await derive(importerOf(short), roster)).derived.skipped).toHaveLength(200)
  })

  it('writes in pieces and waits for each', async () => {
    const [first] = (await importAll(hrRosterImporter, fileOf('file', roster))).records
    const items = Array.from({ length: 2000 }, () => ({ record: first! }))
    let open = 0
    let most = 0
    const write = async (): Promise<void> => {
      most = Math.max(most, ++open)
      await new Promise((resolve) => setTimeout(resolve, 1))
      open -= 1
    }
    await deriveRecords({ importer: importerOf(items), file: fileOf('file', roster), write })
    expect(most).toBe(1)
  })

  it('refuses a record that its own schema does not accept', async () => {
    const record: TypedRecord = {
      type: 'person',
      key: 'E-1',
      line: 9,
      body: { ...(await firstPerson()), hired: 'yesterday' },
    }
    const refusal = await refusalOf(derive(importerOf([{ record }]), roster))
    expect(refusal.place).toMatchObject({ line: 9, field: 'body.hired' })
  })

  it.each(['{"type":"person"}\n', 'not json\n', '{"type":"ghost","key":"x","body":{}}\n'])(
    'refuses to read back %s',
    async (text) => {
      expect((await refusalOf(readBack(Buffer.from(text)))).place.line).toBe(1)
    },
  )
})

async function firstPerson() {
  const [first] = (await importAll(hrRosterImporter, fileOf('file', roster))).records
  if (first?.type !== 'person') throw new Error('the fixture holds no person')
  return first.body
}
