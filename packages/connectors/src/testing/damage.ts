import { readdirSync, readFileSync } from 'node:fs'
import { EvidentiaError, type Importer, recordSchema } from '@evidentia/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connectors } from '../registry.ts'
import { fileOf, importAll } from './file.ts'

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
      return flip(bytes, position, change.value)
    case 'cut':
      return bytes.subarray(0, position)
    case 'insert':
      return Buffer.concat([bytes.subarray(0, position), change.bytes, bytes.subarray(position)])
    case 'repeat':
      return Buffer.concat([bytes.subarray(0, position), bytes.subarray(Math.max(0, position - change.length))])
  }
}

function flip(bytes: Uint8Array, position: number, by: number): Uint8Array {
  const flipped = Uint8Array.from(bytes)
  flipped[position] = (flipped[position] ?? 0) ^ by
  return flipped
}

function withOriginals(isMeant: (importer: Importer) => boolean) {
  return connectors.flatMap((connector) => {
    const meant = connector.importers.filter(isMeant)
    if (meant.length === 0) return []
    const folder = new URL(`../${connector.id}/fixtures/`, import.meta.url)
    const files = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(new URL(name, folder)) }))
    return meant.map((importer) => ({
      importer,
      originals: files.filter(({ name, bytes }) => importer.recognizes(bytes.subarray(0, 65_536), name)),
    }))
  })
}

const mebibyte = 1_048_576

/** The most memory that this process ever held, in bytes: it never falls, so that no moment goes unseen. */
function mostHeld(): number {
  return process.resourceUsage().maxRSS * 1024
}

/** Damages the fixtures of the importers that are meant, and holds what each makes of them. */
export function describeDamage(isMeant: (importer: Importer) => boolean): void {
  describe('a damaged file', () => {
    it.each(withOriginals(isMeant))(
      'is imported or refused in one sentence by $importer.id in 10,000 tries, within a second and 256 MB',
      { timeout: 120_000 },
      async ({ importer, originals }) => {
        const outcomes = { read: 0, refused: 0, slowest: 0 }
        const held = mostHeld()
        await fc.assert(
          fc.asyncProperty(
            fc.constantFrom(...originals.map(({ bytes }) => bytes)),
            fc.array(mutation, { minLength: 1, maxLength: 3 }),
            // Cut into many pieces a few times only: what that can break is in a test of its own.
            fc.oneof({ weight: 30, arbitrary: fc.constant(65_536) }, { weight: 1, arbitrary: fc.constantFrom(1, 64) }),
            async (original, changes, chunk) => {
              const bytes = changes.reduce<Uint8Array>(mutate, original)
              const started = performance.now()
              try {
                const { records } = await importAll(importer, fileOf('damaged', bytes, chunk))
                outcomes.read += 1
                for (const record of records) if (!recordSchema.safeParse(record).success) expect.fail(record.key)
              } catch (error) {
                if (!(error instanceof EvidentiaError)) throw error
                outcomes.refused += 1
                if (!/^damaged(?:, line \d+)?.*\.$/s.test(error.message) || error.message.length >= 300)
                  expect.fail(error.message)
              }
              outcomes.slowest = Math.max(outcomes.slowest, performance.now() - started)
              if (outcomes.slowest >= 1000) expect.fail(`it took ${outcomes.slowest} ms`)
            },
          ),
          { numRuns: 10_000 },
        )
        expect(mostHeld() - held).toBeLessThan(256 * mebibyte)
        // Damage that nothing notices, or that nothing survives, would show little.
        expect(outcomes.read).toBeGreaterThan(100)
        expect(outcomes.refused).toBeGreaterThan(1000)
      },
    )
  })
}
