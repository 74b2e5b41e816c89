import { readdirSync, readFileSync } from 'node:fs'
import { EvidentiaError, recordSchema } from '@evidentia/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connectors } from './registry.ts'
import { fileOf, importAll } from './testing/file.ts'

type Mutation =
  | { readonly kind: 'flip'; readonly at: number; readonly value: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number }

const at = fc.double({ min: 0, max: 1, noNaN: true })
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('flip'), at, value: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('cut'), at }),
  fc.record({ kind: fc.constant('insert'), at, bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }) }),
  fc.record({
    kind: fc.constant('insert'),
    at,
    bytes: fc.constantFrom('"', ',', '\n', '{', '[[[[', ',"', '\\', '\r').map((text) => Buffer.from(text)),
  }),
  fc.record({ kind: fc.constant('repeat'), at, length: fc.integer({ min: 1, max: 400 }) }),
)

function mutate(bytes: Uint8Array, change: Mutation): Uint8Array {
  const position = Math.floor(change.at * bytes.length)
  switch (change.kind) {
    case 'flip':
      return bytes.map((byte, index) => (index === position ? byte ^ change.value : byte))
    case 'cut':
      return bytes.subarray(0, position)
    case 'insert':
      return Buffer.concat([bytes.subarray(0, position), change.bytes, bytes.subarray(position)])
    case 'repeat':
      return Buffer.concat([bytes.subarray(0, position), bytes.subarray(Math.max(0, position - change.length))])
  }
}

const importers = connectors.flatMap((connector) =>
  connector.importers.map((importer) => ({ importer, folder: connector.id })),
)

describe('a damaged file', () => {
  it.each(importers)(
    'is imported or refused in one sentence by $importer.id, and never more than a second passes',
    async ({ importer, folder }) => {
      const fixtures = new URL(`./${folder}/fixtures/`, import.meta.url)
      const originals = readdirSync(fixtures).map((name) => readFileSync(new URL(name, fixtures)))
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...originals),
          fc.array(mutation, { minLength: 1, maxLength: 3 }),
          fc.constantFrom(1, 64, 65_536),
          async (original, changes, chunk) => {
            const bytes = changes.reduce<Uint8Array>(mutate, original)
            const started = performance.now()
            try {
              const { records } = await importAll(importer, fileOf('damaged', bytes, chunk))
              for (const record of records) expect(recordSchema.safeParse(record).success).toBe(true)
            } catch (error) {
              if (!(error instanceof EvidentiaError)) throw error
              expect(error.message).toMatch(/^damaged(?:, line \d+)?.*\.$/s)
              expect(error.message.length).toBeLessThan(300)
            }
            expect(performance.now() - started).toBeLessThan(1000)
          },
        ),
        { numRuns: 300 },
      )
    },
    60_000,
  )
})
