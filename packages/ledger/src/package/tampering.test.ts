import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { sha256Hex } from '../encoding/digest.ts'
import { MerkleTree } from '../merkle/memory-tree.ts'
import { type Signer, signNote } from '../note/signer.ts'
import { findMissedFlips, sealPackageToFlip } from '../testing/flip-bits.ts'
import { repack, unpack } from '../testing/repack.ts'
import { otherSigner, SAMPLE_ORIGIN, sampleContent, sampleEntry, sampleSigner } from '../testing/sample-log.ts'
import { makeTemporaryFolder } from '../testing/temporary-folder.ts'
import { decodeEntryBundle, encodeEntryBundle } from '../tiles/entry-bundle.ts'
import { encodeManifest, type Manifest, parseManifest } from './manifest.ts'
import { encodeSeal } from './seal.ts'
import { type PackageReport, verifyPackage } from './verify-package.ts'
import { writePackage } from './write-package.ts'

const folder = makeTemporaryFolder(afterAll)
const original = join(folder, 'original.zip')
const tampered = join(folder, 'tampered.zip')
const vkeys = [sampleSigner.vkey]
const ENTRIES = 300
const BUNDLE = 'log/tile/entries/000'

type Files = Map<string, Uint8Array>

beforeAll(async () => {
  await writePackage(original, sampleContent(ENTRIES))
})

/** Changes the files, closes the container again, and verifies with the honest key pinned. */
async function verifyChanged(change: (files: Files) => void): Promise<PackageReport> {
  const files = await unpack(original)
  change(files)
  await repack(tampered, files)
  const report = await verifyPackage(tampered, { vkeys })
  expect(report.ok).toBe(false)
  return report
}

function places(report: PackageReport): string[] {
  return report.problems.map(({ where }) => where)
}

function get(files: Files, name: string): Uint8Array {
  const bytes = files.get(name)
  if (bytes === undefined) throw new Error(`The package has no ${name}`)
  return bytes
}

/** What an attacker without the key can still do: make the manifest agree with the changed files. */
function rewriteManifest(files: Files, change: Partial<Manifest> = {}): Uint8Array {
  const manifest = parseManifest(get(files, 'manifest.json'))
  const listed = [...files].flatMap(([name, bytes]) => {
    if (name === 'manifest.json' || name === 'manifest.note') return []
    const role = name.startsWith('log/') ? 'log' : name.startsWith('artifacts/') ? 'artifact' : 'program'
    return [{ name, role, size: bytes.length, sha256: sha256Hex(bytes) }]
  })
  const sorted = listed.toSorted((left, right) => (left.name < right.name ? -1 : 1))
  const bytes = encodeManifest({ ...manifest, files: sorted, ...change })
  files.set('manifest.json', bytes)
  return bytes
}

/** And with a key of their own: sign everything again. */
function resign(files: Files, signer: Signer, change: Partial<Manifest> = {}): void {
  const entries = Array.from({ length: ENTRIES }, (_, index) => sampleEntry(index))
  const tree = new MerkleTree()
  for (const entry of entries) tree.append(entry)
  const head = { origin: SAMPLE_ORIGIN, size: tree.size, root: tree.root(), extensions: [] }
  files.set('log/checkpoint', signCheckpoint(head, [signer]))
  files.set('log/vkey', encodeUtf8(`${signer.vkey}\n`))
  const manifestSha256 = sha256Hex(rewriteManifest(files, change))
  files.set('manifest.note', signNote(encodeSeal({ ...head, manifestSha256 }), [signer]))
}

describe('a tampered package is found out, and the place named, when', () => {
  test('an artifact is changed', async () => {
    const name = `artifacts/${sampleContent(1).files[Symbol.iterator]().next().value?.sha256 ?? ''}`
    const report = await verifyChanged((files) => files.set(name, encodeUtf8('user,last_used\n')))
    expect(places(report)).toContain(name)
  })

  test('an artifact is removed', async () => {
    const [name = ''] = [...(await unpack(original)).keys()].filter((file) => file.startsWith('artifacts/'))
    const removed = await verifyChanged((files) => files.delete(name))
    expect(removed.problems).toEqual([{ where: name, problem: 'is in the manifest but missing from the package' }])
    const unlisted = await verifyChanged((files) => {
      files.delete(name)
      rewriteManifest(files)
    })
    expect(places(unlisted)).toContain('manifest.note')
    expect(places(unlisted).some((where) => where.startsWith('log entry '))).toBe(true)
  })

  test('two artifacts are swapped', async () => {
    const [one = '', two = ''] = [...(await unpack(original)).keys()].filter((file) => file.startsWith('artifacts/'))
    const report = await verifyChanged((files) => {
      const kept = get(files, one)
      files.set(one, get(files, two))
      files.set(two, kept)
    })
    expect(places(report)).toEqual(expect.arrayContaining([one, two]))
  })

  test('a file is added', async () => {
    expect(places(await verifyChanged((files) => files.set('extra.txt', encodeUtf8('x'))))).toEqual(['extra.txt'])
  })

  test('any one file is dropped', async () => {
    const names = [...(await unpack(original)).keys()].filter((name) => !name.startsWith('artifacts/'))
    for (const name of names) {
      const report = await verifyChanged((files) => files.delete(name))
      expect(places(report)).toContain(name)
    }
  })

  test.each([
    ['changed', 17, (entries: Uint8Array[]) => entries.splice(17, 1, sampleEntry(999))],
    ['removed', 17, (entries: Uint8Array[]) => entries.splice(17, 1)],
    ['moved', 40, (entries: Uint8Array[]) => entries.splice(40, 2, sampleEntry(41), sampleEntry(40))],
    ['inserted', 3, (entries: Uint8Array[]) => entries.splice(3, 0, sampleEntry(999))],
    ['doubled', 9, (entries: Uint8Array[]) => entries.splice(9, 1, sampleEntry(8))],
  ] as const)('a log entry is %s', async (kind, index, change) => {
    const report = await verifyChanged((files) => {
      const entries = decodeEntryBundle(get(files, BUNDLE), 256)
      change(entries)
      // Keep the count where the attacker can, so that only hashes tell.
      while (entries.length < 256) entries.push(sampleEntry(1000 + entries.length))
      files.set(BUNDLE, encodeEntryBundle(entries.slice(0, 256)))
    })
    expect(places(report), kind).toEqual(expect.arrayContaining([BUNDLE, `log entry ${index}`, 'log/checkpoint']))
  })

  test('a log entry is cut off the end', async () => {
    const name = `log/tile/entries/001.p/${ENTRIES - 256}`
    const report = await verifyChanged((files) => {
      const entries = decodeEntryBundle(get(files, name), ENTRIES - 256)
      files.set(name, encodeEntryBundle(entries.slice(0, -1)))
    })
    expect(places(report)).toContain(name)
  })

  test('a hash tile is changed on any level', async () => {
    for (const [tile, where] of [
      ['log/tile/0/000', 'log entry 5'],
      ['log/tile/1/000.p/1', 'log/tile/1/000.p/1'],
    ] as const) {
      const report = await verifyChanged((files) => {
        const bytes = new Uint8Array(get(files, tile))
        const at = tile.startsWith('log/tile/0') ? 5 * 32 : 0
        bytes[at] = (bytes[at] ?? 0) ^ 1
        files.set(tile, bytes)
      })
      expect(places(report)).toEqual(expect.arrayContaining([tile, where]))
    }
  })

  test('a signature is stripped, or another is slipped in beside it', async () => {
    for (const name of ['manifest.note', 'log/checkpoint']) {
      const stripped = await verifyChanged((files) => {
        const text = decodeUtf8(get(files, name), name)
        files.set(name, encodeUtf8(text.slice(0, text.indexOf('\n\n') + 2)))
      })
      expect(places(stripped)).toContain(name)
    }
    const added = await verifyChanged((files) => {
      const line = decodeUtf8(signNote('x\n', [otherSigner]), 'The note').split('\n')[2] ?? ''
      files.set('manifest.note', encodeUtf8(`${decodeUtf8(get(files, 'manifest.note'), 'The note')}${line}\n`))
    })
    expect(added.problems).toEqual([{ where: 'manifest.note', problem: 'must carry exactly one signature' }])
  })

  test('everything is signed again with another key', async () => {
    const report = await verifyChanged((files) => resign(files, otherSigner))
    expect(places(report)).toContain('log/checkpoint')
    const unpinned = await verifyPackage(tampered)
    expect([unpinned.ok, unpinned.checked.signedBy]).toEqual([
      true,
      [{ name: SAMPLE_ORIGIN, keyId: otherSigner.keyId, pinned: false }],
    ])
  })

  test('the package carries another key than the one that signed', async () => {
    const report = await verifyChanged((files) => files.set('log/vkey', encodeUtf8(`${otherSigner.vkey}\n`)))
    expect(report.problems).toContainEqual({ where: 'log/vkey', problem: 'is not the key that signed' })
  })

  test('the manifest names another time, log, file order or a key twice', async () => {
    for (const [change, reason] of [
      [(text: string) => text.replace('2026-10-31T12', '2026-10-30T12'), 'another manifest'],
      [(text: string) => text.replace(SAMPLE_ORIGIN, 'log.example/other'), 'is of the log'],
      [(text: string) => text.replace('"format":', '"createdAt":"2026-10-31T12:00:00Z","format":'), 'a second time'],
      [(text: string) => text.replace('{"createdAt"', '{ "createdAt"'), 'canonical form'],
      [(text: string) => text.replace('"withheld":[]', '"withheld":[{"reason":" ","sha256":""}]'), 'manifest'],
      [() => '[]', 'not a JSON object'],
      [() => '', 'no JSON value'],
    ] as const) {
      const report = await verifyChanged((files) => {
        files.set('manifest.json', encodeUtf8(change(decodeUtf8(get(files, 'manifest.json'), 'The manifest'))))
      })
      expect(JSON.stringify(report.problems)).toContain(reason)
    }
  })

  test('the seal, checkpoint and log of another package of the same log are put in', async () => {
    const older = join(folder, 'older.zip')
    await writePackage(older, sampleContent(ENTRIES - 20))
    const before = await unpack(older)
    const sealed = await verifyChanged((files) => files.set('manifest.note', get(before, 'manifest.note')))
    expect(sealed.problems[0]?.problem).toContain('another number of log entries')
    const rolledBack = await verifyChanged((files) => files.set('log/checkpoint', get(before, 'log/checkpoint')))
    expect(places(rolledBack)).toContain('log/checkpoint')
    expect(places(rolledBack)).toContain('manifest.note')
  })

  test('bytes are cut off, put before or after', async () => {
    const bytes = await readFile(original)
    for (const changed of [
      bytes.subarray(0, -1),
      bytes.subarray(1),
      bytes.subarray(0, bytes.length / 2),
      Buffer.concat([bytes, Buffer.of(0)]),
      Buffer.concat([Buffer.of(0), bytes]),
      Buffer.concat([bytes, bytes]),
    ]) {
      await writeFile(tampered, changed)
      expect((await verifyPackage(tampered, { vkeys })).problems[0]).toMatchObject({
        where: 'container',
        problem: expect.stringContaining('byte '),
      })
    }
  })
})

describe('a package is refused although the trusted key signed it, when', () => {
  test('it carries an artifact that no log entry names', async () => {
    const bytes = encodeUtf8('never recorded')
    const name = `artifacts/${sha256Hex(bytes)}`
    const report = await verifyChanged((files) => resign(files.set(name, bytes), sampleSigner))
    expect(report.problems).toEqual([{ where: name, problem: 'is named by no log entry' }])
  })

  test('an artifact is not named by its own hash', async () => {
    const name = `artifacts/${'0'.repeat(64)}`
    const report = await verifyChanged((files) => resign(files.set(name, encodeUtf8('x')), sampleSigner))
    expect(report.problems).toContainEqual({ where: name, problem: expect.stringContaining('not named by its own') })
  })

  test('an artifact is both carried and withheld, or withheld but never recorded', async () => {
    const [name = ''] = [...(await unpack(original)).keys()].filter((file) => file.startsWith('artifacts/'))
    const withheld = (sha256: string): Partial<Manifest> => ({ withheld: [{ sha256, reason: 'x' }] })
    const both = await verifyChanged((files) => resign(files, sampleSigner, withheld(name.slice('artifacts/'.length))))
    expect(both.problems).toEqual([{ where: name, problem: 'is both carried and withheld' }])
    const never = await verifyChanged((files) => resign(files, sampleSigner, withheld('0'.repeat(64))))
    expect(places(never)).toEqual(['manifest.json'])
  })

  test('it has files under log/ that no log of its size has', async () => {
    const name = 'log/tile/0/002.p/1'
    const report = await verifyChanged((files) => resign(files.set(name, new Uint8Array(32)), sampleSigner))
    expect(report.problems).toEqual([{ where: name, problem: `does not belong to a log of ${ENTRIES} entries` }])
  })

  test('its manifest states another size for a file', async () => {
    const report = await verifyChanged((files) => {
      rewriteManifest(files)
      const { files: listed } = parseManifest(get(files, 'manifest.json'))
      const wrong = listed.map((file) => (file.name === 'matrix.json' ? { ...file, size: file.size + 1 } : file))
      resign(files, sampleSigner, { files: wrong })
    })
    expect(places(report)).toContain('matrix.json')
  })
})

test('a package with more wrong than anybody would read gives a limited list', async () => {
  const report = await verifyChanged((files) => {
    for (let index = 0; index < 250; index += 1) files.set(`extra/${index}`, encodeUtf8('x'))
  })
  expect(report.problems).toHaveLength(201)
  expect(report.problems.at(-1)?.problem).toBe('50 more problems are not shown.')
})

test(
  '20,000 random bits of a package of 64 KiB, each flipped alone, are found and located',
  { timeout: 300_000 },
  async () => {
    const sealed = await sealPackageToFlip()
    const flips = 20_000
    // One in every stretch, at a random place in it, so that every region is met.
    const bits = Array.from({ length: flips }, (_, at) =>
      Math.floor(((at + Math.random()) / flips) * sealed.length * 8),
    )
    expect(await findMissedFlips(sealed, bits)).toEqual([])
  },
)
