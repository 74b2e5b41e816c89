import { spawnSync } from 'node:child_process'
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { sha256Hex } from '../encoding/digest.ts'
import { verifyPackage } from '../package/verify-package.ts'
import { repack, unpack } from '../testing/repack.ts'
import { makeTemporaryFolder } from '../testing/temporary-folder.ts'
import { explainBadFileName } from './file-name.ts'
import { FileWindow } from './file-window.ts'
import { readDirectory } from './read-container.ts'
import { encodeContainer, type SourceFile } from './write-container.ts'
import { decodeEnd, decodeSize, encodeCentralRecord, encodeEnd, encodeLocalHeader } from './zip-records.ts'

const folder = makeTemporaryFolder(afterAll)
const hasUnzip = spawnSync('unzip', ['-v']).status === 0
const name = 'a'

async function readNames(path: string): Promise<string[]> {
  const file = await open(path, 'r')
  try {
    return (await readDirectory(new FileWindow(file, (await file.stat()).size))).map((entry) => entry.name)
  } finally {
    await file.close()
  }
}

async function drain(files: SourceFile[]): Promise<number> {
  let size = 0
  for await (const chunk of encodeContainer(files)) size += chunk.length
  return size
}

describe('a container', () => {
  test('gives back what was put in, the empty one included', async () => {
    const path = join(folder, 'round.zip')
    const files = new Map([
      ['README.txt', encodeUtf8('hello')],
      ['empty', new Uint8Array()],
      ['big', new Uint8Array(3 << 20).fill(7)],
      ['program/\u00e9.yaml', encodeUtf8('x: 1')],
    ])
    await repack(path, files)
    const unpacked = await unpack(path)
    expect(unpacked).toEqual(files)
    expect([...unpacked.keys()]).toEqual(['README.txt', 'big', 'empty', 'program/\u00e9.yaml'])
    await repack(path, new Map())
    expect(await unpack(path)).toEqual(new Map())
  })

  test.skipIf(!hasUnzip)('is read by unzip (skipped where there is none)', async () => {
    const path = join(folder, 'unzip.zip')
    await repack(path, new Map([['program/a.yaml', encodeUtf8('x: 1\n')]]))
    const { status, stdout } = spawnSync('unzip', ['-p', path, 'program/a.yaml'], { encoding: 'utf8' })
    expect([status, stdout]).toEqual([0, 'x: 1\n'])
  })

  test('holds more than 65,535 files by the zip64 end record', async () => {
    const path = join(folder, 'many.zip')
    const names = Array.from({ length: 66_000 }, (_, index) => `f/${String(index).padStart(5, '0')}`)
    await repack(path, new Map(names.map((file) => [file, new Uint8Array()])))
    expect(await readNames(path)).toEqual(names)
    if (hasUnzip) expect(spawnSync('unzip', ['-tqq', path]).status).toBe(0)
    const bytes = await readFile(path)
    const locatorOffset = bytes.length - 22 - 20
    bytes[locatorOffset + 8] = (bytes[locatorOffset + 8] ?? 0) ^ 1
    await writeFile(path, bytes)
    await expect(readNames(path)).rejects.toThrow(`byte ${locatorOffset + 8}`)
  })

  test('uses zip64 fields from 4 GiB on and not before', () => {
    const below = { name, crc: 0, size: 0xfffffffe, offset: 0xfffffffe }
    expect([encodeLocalHeader(below).length, encodeCentralRecord(below).length]).toEqual([31, 47])
    const above = { name, crc: 0, size: 5_000_000_000, offset: 6_000_000_000 }
    expect([encodeLocalHeader(above).length, encodeCentralRecord(above).length]).toEqual([31 + 20, 47 + 28])
    expect(decodeSize(0xffffffff, encodeCentralRecord(above).subarray(47))).toBe(above.size)
    for (const directory of [
      { count: 1, size: 47, offset: 5_000_000_000 },
      { count: 65_535, size: 5_000_000, offset: 9 },
      { count: 2, size: 94, offset: 31 },
    ]) {
      const end = encodeEnd(directory)
      expect(decodeEnd(end.subarray(-22), end.length > 22 ? end.subarray(0, -22) : undefined)).toEqual(directory)
    }
  })

  test('is refused when files are out of order, doubled, or named dangerously', async () => {
    const path = join(folder, 'names.zip')
    for (const [names, reason] of [
      [['b', 'a'], 'out of order'],
      [['a', 'a'], 'out of order'],
      [['A', 'a'], 'differ only in case'],
      [['../a'], 'dot or space'],
      [['/a'], 'empty path segment'],
      [['a\\b'], 'not portable'],
    ] as const) {
      const chunks: Uint8Array[] = []
      const sources = names.map((file) => ({
        name: file,
        size: 0,
        sha256: sha256Hex(new Uint8Array()),
        open: () => [],
      }))
      for await (const chunk of encodeContainer(sources)) chunks.push(chunk)
      await writeFile(path, Buffer.concat(chunks))
      await expect(readNames(path)).rejects.toThrow(reason)
    }
  })

  test('is refused with bytes hidden between files and directory, or in the directory after its last record', async () => {
    const path = join(folder, 'hidden.zip')
    const file = { name, crc: 0, size: 0, offset: 0 }
    const [local, central, hidden] = [encodeLocalHeader(file), encodeCentralRecord(file), encodeUtf8('hidden')]
    const write = async (directory: { size: number; offset: number }, ...parts: Uint8Array[]): Promise<void> =>
      writeFile(path, Buffer.concat([...parts, encodeEnd({ count: 1, ...directory })]))
    await write({ size: central.length, offset: local.length }, local, central)
    expect(await readNames(path)).toEqual(['a'])
    await write({ size: central.length, offset: local.length + 6 }, local, hidden, central)
    await expect(readNames(path)).rejects.toThrow('do not end where the directory begins')
    await write({ size: central.length + 6, offset: local.length }, local, central, hidden)
    await expect(readNames(path)).rejects.toThrow('after its last file')
    await write({ size: central.length, offset: local.length }, hidden, local, central)
    await expect(readNames(path)).rejects.toThrow('does not end where')
  })

  test('is found out when header and directory agree on a checksum that is not true', async () => {
    const path = join(folder, 'checksum.zip')
    const file = { name, crc: 1, size: 0, offset: 0 }
    const [local, central] = [encodeLocalHeader(file), encodeCentralRecord(file)]
    const end = encodeEnd({ count: 1, size: central.length, offset: local.length })
    await writeFile(path, Buffer.concat([local, central, end]))
    expect((await verifyPackage(path)).problems[0]).toMatchObject({
      where: 'a',
      problem: expect.stringContaining('CRC'),
    })
  })

  test('is refused when it is no container at all', async () => {
    const path = join(folder, 'none.zip')
    for (const bytes of [new Uint8Array(), new Uint8Array(21), new Uint8Array(500), encodeUtf8('PK'.repeat(300))]) {
      await writeFile(path, bytes)
      await expect(readNames(path)).rejects.toThrow('not a canonical package')
    }
  })

  test('is not written from a file that is not what was announced, or changes meanwhile', async () => {
    const bytes = new Uint8Array(2 << 20)
    const honest = { name: 'a', size: bytes.length, sha256: sha256Hex(bytes), open: () => [bytes] }
    await expect(drain([{ ...honest, size: 5 }])).rejects.toThrow('announced')
    await expect(drain([{ ...honest, sha256: sha256Hex(encodeUtf8(name)) }])).rejects.toThrow('announced')
    let opened = 0
    const changing = { ...honest, open: () => [(opened += 1) === 1 ? bytes : new Uint8Array(bytes.length).fill(1)] }
    await expect(drain([changing])).rejects.toThrow('changed while')
  })
})

describe('a file name in a container', () => {
  test.each(['', '.', '..', 'a/../b', 'a//b', 'a/', 'C:a', 'a\u0000', 'a\u202eb', 'e\u0301', 'a.', 'x'.repeat(513)])(
    'is refused: %j',
    (bad) => {
      expect(explainBadFileName(bad)).toBeDefined()
    },
  )

  test.each(['a', 'a.b', '.hidden', 'program/systems/db.yaml', '\u00e9', 'a b/c'])('is taken: %j', (good) => {
    expect(explainBadFileName(good)).toBeUndefined()
  })
})
