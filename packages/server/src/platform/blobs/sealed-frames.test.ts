import { createDecipheriv, createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DataKey, frameSize, headerSize, openFrames, plainSizeOf, sealedFrameSize } from './sealed-frames.ts'
import { smallLimit, Staging } from './staging.ts'

const key: DataKey = { id: randomUUID(), organization: randomUUID(), bytes: randomBytes(32) }
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidentia-frames-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

async function sealBytes(plain: Uint8Array, chunk = 100_000, inMemory = smallLimit): Promise<Buffer> {
  const staging = new Staging(join(folder, randomUUID()), key, inMemory)
  for (let at = 0; at < plain.length; at += chunk) await staging.write(plain.subarray(at, at + chunk))
  const blob = await staging.finish()
  const sealed = blob.staged.at === 'memory' ? blob.staged.seal() : await readFile(blob.staged.path)
  await blob.discard()
  return sealed
}

async function openBytes(
  sealed: Uint8Array,
  sha256: string,
  { chunk = 70_000, keys = key }: { chunk?: number; keys?: DataKey } = {},
): Promise<Buffer> {
  const source = (async function* () {
    for (let at = 0; at < sealed.length; at += chunk) yield sealed.subarray(at, at + chunk)
  })()
  const opened: Buffer[] = []
  for await (const part of openFrames(source, sha256, async () => keys)) opened.push(part)
  return Buffer.concat(opened)
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

describe('a sealed artifact', () => {
  for (const size of [0, 1, frameSize - 1, frameSize, frameSize + 1, 2 * frameSize, 5 * frameSize + 17]) {
    it(`of ${size} bytes opens to what was sealed, holds none of it in the clear, and tells its size`, async () => {
      const plain = Buffer.alloc(size, 'clearly readable words ')
      for (const inMemory of [0, smallLimit]) {
        const sealed = await sealBytes(plain, 100_000, inMemory)
        expect((await openBytes(sealed, digestOf(plain))).equals(plain)).toBe(true)
        expect(sealed.includes('readable')).toBe(false)
        expect(plainSizeOf(sealed.length)).toBe(size)
      }
    })
  }

  it('opens whatever the sizes of the pieces it is written and read in', async () => {
    const sizes = fc.record({
      size: fc.integer({ min: 0, max: 4 * frameSize }),
      written: fc.integer({ min: 1000, max: 300_000 }),
      read: fc.integer({ min: 500, max: 300_000 }),
    })
    await fc.assert(
      fc.asyncProperty(sizes, async ({ size, written, read }) => {
        const plain = randomBytes(size)
        expect((await openBytes(await sealBytes(plain, written), digestOf(plain), { chunk: read })).equals(plain)).toBe(
          true,
        )
      }),
      { numRuns: 30 },
    )
  })

  it('is refused when any single bit is flipped', async () => {
    const plain = randomBytes(2 * frameSize + 100)
    const sealed = await sealBytes(plain)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: sealed.length * 8 - 1 }), async (bit) => {
        const flipped = Buffer.from(sealed)
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        // The id of the key names it and nothing else; whoever changes it gets another key, or none.
        fc.pre(bit >> 3 < 5 || bit >> 3 >= 21)
        await expect(openBytes(flipped, digestOf(plain))).rejects.toMatchObject({ code: 'unavailable' })
      }),
      { numRuns: 200 },
    )
  })

  it('is refused when it is cut off anywhere, also between two frames', async () => {
    const plain = randomBytes(3 * frameSize)
    const sealed = await sealBytes(plain)
    const ends = [0, 10, headerSize, headerSize + sealedFrameSize, headerSize + 2 * sealedFrameSize, sealed.length - 1]
    for (const end of ends)
      await expect(openBytes(sealed.subarray(0, end), digestOf(plain))).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('is refused when frames are swapped, left out, repeated or followed by more, and passes on nothing of the wrong frame', async () => {
    const plain = randomBytes(3 * frameSize)
    const sealed = await sealBytes(plain)
    const frame = (n: number) =>
      sealed.subarray(headerSize + n * sealedFrameSize, headerSize + (n + 1) * sealedFrameSize)
    const header = sealed.subarray(0, headerSize)
    const orders = [
      [1, 0, 2],
      [0, 2],
      [1, 2],
      [0, 0, 1, 2],
      [0, 1, 2, 2],
      [0, 1, 2, 0],
    ]
    for (const order of orders) {
      const changed = Buffer.concat([header, ...order.map(frame)])
      const seen: Buffer[] = []
      const reading = (async () => {
        const source = (async function* () {
          yield changed
        })()
        for await (const part of openFrames(source, digestOf(plain), async () => key)) seen.push(part)
      })()
      await expect(reading).rejects.toMatchObject({ code: 'unavailable' })
      expect(plain.subarray(0, Buffer.concat(seen).length).equals(Buffer.concat(seen))).toBe(true)
    }
  })

  it('does not open in the place of another artifact, for another organization, or with another key', async () => {
    const plain = randomBytes(1000)
    const sealed = await sealBytes(plain)
    await expect(openBytes(sealed, digestOf(randomBytes(1000)))).rejects.toMatchObject({ code: 'unavailable' })
    for (const keys of [
      { ...key, organization: randomUUID() },
      { ...key, bytes: randomBytes(32) },
    ])
      await expect(openBytes(sealed, digestOf(plain), { keys })).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('is sealed with the key that HKDF-SHA-256 of the runtime gives', async () => {
    const plain = randomBytes(100)
    const sealed = await sealBytes(plain)
    const salt = sealed.subarray(21, headerSize)
    const derived = Buffer.from(hkdfSync('sha256', key.bytes, salt, `evidentia/blob/v1/${key.organization}`, 32))
    const decipher = createDecipheriv('aes-256-gcm', derived, Buffer.alloc(12), { authTagLength: 16 })
    decipher.setAAD(Buffer.concat([Buffer.alloc(8), Buffer.from([1]), Buffer.from(digestOf(plain), 'hex')]))
    decipher.setAuthTag(sealed.subarray(-16))
    expect(Buffer.concat([decipher.update(sealed.subarray(headerSize, -16)), decipher.final()]).equals(plain)).toBe(
      true,
    )
  })

  it('is different each time the same bytes are sealed', async () => {
    const plain = randomBytes(100)
    expect((await sealBytes(plain)).equals(await sealBytes(plain))).toBe(false)
  })

  it('costs at most two bytes in a hundred from 4 KiB on', async () => {
    for (const size of [4096, 100_000, 1_000_000])
      expect((await sealBytes(randomBytes(size))).length).toBeLessThan(size * 1.02)
  })
})

describe('a staged artifact', () => {
  it('is read at any place as it was written', async () => {
    for (const plain of [randomBytes(3 * frameSize + 500), randomBytes(5000)]) {
      const staging = new Staging(join(folder, randomUUID()), key, smallLimit)
      await staging.write(plain)
      const blob = await staging.finish()
      const places = fc.tuple(fc.nat({ max: plain.length }), fc.nat({ max: plain.length + 1000 }))
      await fc.assert(
        fc.asyncProperty(places, async ([from, length]) => {
          expect((await blob.readAt(from, length)).equals(plain.subarray(from, from + length))).toBe(true)
        }),
      )
      expect(blob).toMatchObject({ sha256: digestOf(plain), size: plain.length, keyId: key.id })
      await blob.discard()
    }
  })

  it('goes to a file with the byte that makes it more than small, and not before', async () => {
    for (const [size, at] of [
      [smallLimit, 'memory'],
      [smallLimit + 1, 'file'],
    ] as const) {
      const staging = new Staging(join(folder, randomUUID()), key, smallLimit)
      for (let sent = 0; sent < size; sent += 1000) await staging.write(randomBytes(Math.min(1000, size - sent)))
      const blob = await staging.finish()
      expect(blob.staged.at).toBe(at)
      await blob.discard()
    }
    expect(await readdir(folder)).toEqual([])
  })
})
