import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashLeaf, hashNode } from '../merkle/hash.ts'
import { decodeEntryBundle, encodeEntryBundle } from './entry-bundle.ts'
import { type HashTile, TileBuilder } from './tile-builder.ts'
import { encodeTilePath, parseTilePath } from './tile-path.ts'

describe('a tile path', () => {
  test('is spelled as in tlog-tiles', () => {
    expect(encodeTilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(encodeTilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1')
    expect(encodeTilePath({ level: 'entries', index: 1000, width: 255 })).toBe('tile/entries/x001/000.p/255')
  })

  test('comes back for every tile', () => {
    const level = fc.oneof(fc.constant('entries' as const), fc.nat(63))
    fc.assert(
      fc.property(level, fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (at, index, width) => {
        const address = { level: at, index, width }
        expect(parseTilePath(encodeTilePath(address))).toEqual(address)
      }),
    )
  })

  test.each([
    'tile/00/000',
    'tile/64/000',
    'tile/0/0',
    'tile/0/x000/001',
    'tile/0/000.p/0',
    'tile/0/000.p/01',
    'tile/0/000.p/256',
    'tile/0/001/002',
    'tile/data/000',
    'tile/0/000/',
    '/tile/0/000',
    'tile/0/x999/x999/x999/x999/x999/999',
  ])('is refused when spelled %s', (path) => {
    expect(() => parseTilePath(path)).toThrow('tile')
  })
})

describe('tiles of a tree', () => {
  function build(size: number): { tiles: Map<string, HashTile>; builder: TileBuilder } {
    const builder = new TileBuilder()
    const tiles: HashTile[] = []
    for (let index = 0; index < size; index += 1) {
      tiles.push(...builder.append(hashLeaf(Uint8Array.of(index >> 16, index >> 8, index))))
    }
    tiles.push(...builder.partialTiles())
    return { tiles: new Map(tiles.map((tile) => [encodeTilePath(tile), tile])), builder }
  }

  test('are those that tlog-tiles lists for 70,000 and for 256 entries', () => {
    const { tiles } = build(70_000)
    const paths = [...tiles.keys()]
    expect(paths).toHaveLength(273 + 1 + 1 + 1 + 1)
    expect(paths).toEqual(expect.arrayContaining(['tile/0/272', 'tile/0/273.p/112', 'tile/1/000']))
    expect(paths.slice(-2)).toEqual(['tile/1/001.p/17', 'tile/2/000.p/1'])
    expect([...build(256).tiles.keys()]).toEqual(['tile/0/000', 'tile/1/000.p/1'])
  })

  test('hold on each level the roots of the full tiles below', () => {
    const { tiles, builder } = build(300)
    const leaves = tiles.get('tile/0/000')?.bytes ?? new Uint8Array()
    let level = Array.from({ length: 256 }, (_, at) => leaves.subarray(at * 32, at * 32 + 32))
    while (level.length > 1) {
      level = level.flatMap((left, at) => (at % 2 === 1 ? [] : [hashNode(left, level[at + 1] ?? left)]))
    }
    expect(tiles.get('tile/1/000.p/1')?.bytes).toEqual(level[0])
    expect(builder.size).toBe(300)
  })
})

describe('an entry bundle', () => {
  test('comes back, and is refused when cut, lengthened or counted otherwise', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 }), (entries) => {
        const bytes = encodeEntryBundle(entries)
        expect(decodeEntryBundle(bytes, entries.length)).toEqual(entries.map((entry) => new Uint8Array(entry)))
        expect(() => decodeEntryBundle(bytes.subarray(0, -1), entries.length)).toThrow('ends within')
        expect(() => decodeEntryBundle(Buffer.concat([bytes, bytes]), entries.length)).toThrow('after its')
        expect(() => decodeEntryBundle(bytes, entries.length + 1)).toThrow('ends within')
      }),
    )
  })

  test('takes an entry of 65,535 bytes and refuses a longer one, and more than 256', () => {
    expect(decodeEntryBundle(encodeEntryBundle([new Uint8Array(65_535)]), 1)[0]).toHaveLength(65_535)
    expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrow('over the limit')
    expect(() => encodeEntryBundle(Array.from({ length: 257 }, () => new Uint8Array()))).toThrow('1 to 256')
    expect(() => encodeEntryBundle([])).toThrow('1 to 256')
  })
})
