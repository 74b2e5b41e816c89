import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { MerkleTree } from '../merkle/memory-tree.ts'
import { fileFromBytes } from '../package/package-file.ts'
import { writePackage } from '../package/write-package.ts'
import { repack, unpack } from '../testing/repack.ts'
import { otherSigner, SAMPLE_ORIGIN, sampleContent, sampleEntry, sampleSigner } from '../testing/sample-log.ts'
import { makeTemporaryFolder } from '../testing/temporary-folder.ts'
import { decodeEntryBundle, encodeEntryBundle } from '../tiles/entry-bundle.ts'

const script = fileURLToPath(new URL('../../auditor/verify_package.py', import.meta.url))
const hasPython = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0
const folder = makeTemporaryFolder(afterAll)
const original = join(folder, 'original.zip')
const tampered = join(folder, 'tampered.zip')
const ENTRIES = 300
const BUNDLE = 'log/tile/entries/000'

beforeAll(async () => writePackage(original, sampleContent(ENTRIES)))

function ask(path: string, ...options: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('python3', [script, path, ...options], { encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

async function askChanged(change: (files: Map<string, Uint8Array>) => void): Promise<string> {
  const files = await unpack(original)
  change(files)
  await repack(tampered, files)
  const { status, said } = ask(tampered, '--vkey', sampleSigner.vkey)
  expect([status, said]).toEqual([1, expect.stringMatching(/^NOT verified: [^\n]+\n$/)])
  return said
}

async function writeSeen(size: number, root: Uint8Array): Promise<string> {
  const path = join(folder, 'seen')
  await writeFile(path, signCheckpoint({ origin: SAMPLE_ORIGIN, size, root, extensions: [] }, [sampleSigner]))
  return path
}

test('the script is short enough to be read before it is trusted, and every package carries it', async () => {
  const source = readFileSync(script, 'utf8')
  expect(source.split('\n').length - 1).toBeLessThanOrEqual(200)
  expect(Math.max(...source.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
  expect(decodeUtf8((await unpack(original)).get('auditor/verify_package.py') ?? new Uint8Array(), 'x')).toBe(source)
})

describe.skipIf(!hasPython)('the Python verifier (skipped without python3 3.9 or newer)', () => {
  test('accepts a package by its own key or by a pinned one, and says which', () => {
    expect(ask(original)).toEqual({ status: 0, said: expect.stringContaining('does not show whose package it is') })
    expect(ask(original, '--vkey', sampleSigner.vkey)).toEqual({
      status: 0,
      said: expect.stringContaining(`verified: ${ENTRIES} log entries, ${ENTRIES} artifacts`),
    })
  })

  test.each([0, 1, 256, 513])('accepts a package of %i entries', async (count) => {
    const path = join(folder, 'size.zip')
    await writePackage(path, sampleContent(count))
    expect(ask(path, '--vkey', sampleSigner.vkey)).toMatchObject({ status: 0 })
  })

  test('accepts withheld artifacts and more than 65,535 files', { timeout: 60_000 }, async () => {
    const path = join(folder, 'large.zip')
    const content = sampleContent(2)
    const [first, ...others] = content.files
    const many = Array.from({ length: 66_000 }, (_, at) => fileFromBytes(`many/${at}`, 'other', encodeUtf8('x')))
    const withheld = [{ sha256: first?.sha256 ?? '', reason: 'Names patients.' }]
    await writePackage(path, { ...content, files: [...others, ...many], withheld })
    expect(ask(path)).toMatchObject({ status: 0 })
  })

  test('refuses every structured change, naming what it found', async () => {
    const artifact = [...(await unpack(original)).keys()].find((name) => name.startsWith('artifacts/')) ?? ''
    expect(await askChanged((files) => files.set(artifact, encodeUtf8('x')))).toContain(artifact)
    expect(await askChanged((files) => files.delete(artifact))).toContain(artifact)
    expect(await askChanged((files) => files.set('extra', encodeUtf8('x')))).toContain('just the files')
    expect(await askChanged((files) => files.delete('log/checkpoint'))).toContain('log/checkpoint')
    expect(await askChanged((files) => files.set('log/vkey', encodeUtf8(`${otherSigner.vkey}\n`)))).toContain(
      'log/vkey',
    )
    const reordered = await askChanged((files) => {
      const entries = decodeEntryBundle(files.get(BUNDLE) ?? new Uint8Array(), 256)
      entries.splice(3, 2, sampleEntry(4), sampleEntry(3))
      files.set(BUNDLE, encodeEntryBundle(entries))
    })
    expect(reordered).toContain(BUNDLE)
    const resealed = join(folder, 'resealed.zip')
    await writePackage(resealed, { ...sampleContent(ENTRIES), signer: otherSigner })
    expect(ask(resealed, '--vkey', sampleSigner.vkey)).toMatchObject({ status: 1 })
    expect(ask(resealed)).toMatchObject({ status: 0 })
  })

  test('refuses a log whose entries do not give the root, though the trusted key sealed the manifest', async () => {
    const other = join(folder, 'other.zip')
    await writePackage(other, sampleContent(ENTRIES - 1))
    const before = await unpack(other)
    const said = await askChanged((files) => {
      for (const name of ['log/checkpoint', 'manifest.note']) files.set(name, before.get(name) ?? new Uint8Array())
    })
    expect(said).toContain('log/checkpoint')
  })

  test('shows a rollback and a split view against a checkpoint seen earlier', async () => {
    const tree = new MerkleTree()
    for (let index = 0; index < ENTRIES + 1; index += 1) tree.append(sampleEntry(index))
    expect(ask(original, '--seen', await writeSeen(77, tree.root(77)))).toMatchObject({ status: 0 })
    expect(ask(original, '--seen', await writeSeen(301, tree.root(301))).said).toContain('ROLLBACK DETECTED')
    expect(ask(original, '--seen', await writeSeen(77, tree.root(78))).said).toContain('SPLIT VIEW')
  })

  test('agrees with the vectors of cosignatures and of changes of key on every signature in them', () => {
    const program = `
import hashlib, importlib.util, json, sys
spec = importlib.util.spec_from_file_location("verifier", sys.argv[1])
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)
def load(name):
    with open(sys.argv[2] + name, encoding="utf-8") as file:
        return json.load(file)
vectors, checked = load("cosignature.json"), 0
for witness in vectors["witnesses"]:
    name, key_id, encoded = witness["vkey"].split("+", 2)
    key = verifier.from_base64(encoded, "key")
    assert key[0] == 4 and hashlib.sha256(name.encode() + b"\\n" + key).hexdigest()[:8] == key_id
    line = verifier.from_base64(witness["line"].split(" ")[2].strip(), "line")
    assert line[:4].hex() == key_id and int.from_bytes(line[4:12], "big") == witness["timestamp"]
    message = bytes.fromhex(witness["messageHex"])
    text = vectors["checkpoint"].partition("\\n\\n")[0] + "\\n"
    assert message.decode() == f"cosignature/v1\\ntime {witness['timestamp']}\\n{text}"
    assert verifier.is_signed(key[1:], message, line[12:]) and not verifier.is_signed(key[1:], message + b"x", line[12:])
    checked += 1
vectors = load("rotation.json")
leaves = [hashlib.sha256(b"\\0" + entry.encode()).digest() for entry in vectors["entries"]]
for rotation in vectors["rotations"]:
    pair = [verifier.parse_key(json.loads(rotation["entry"])["predicate"][side]) for side in ("from", "to")]
    handover = rotation["receipt"].partition("\\n\\n")[2].encode()
    _, size, root = verifier.open_checkpoint(handover, pair, "handover")
    assert len(verifier.open_note(handover, pair, "handover")[1]) == 2 and verifier.find_root(leaves[:size]) == root
    checked += 1
print(checked)
`
    const vectors = fileURLToPath(new URL('../../vectors/', import.meta.url))
    const { stdout, stderr } = spawnSync('python3', ['-c', program, script, vectors], { encoding: 'utf8' })
    expect([stdout, stderr]).toEqual(['4\n', ''])
  })

  test('finds every one of 1,500 bits flipped across a package', { timeout: 120_000 }, async () => {
    const path = join(folder, 'small.zip')
    await writePackage(path, sampleContent(20))
    const program = `
import importlib.util, io, sys
spec = importlib.util.spec_from_file_location("verifier", sys.argv[1])
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)
data = open(sys.argv[2], "rb").read()
missed = []
for number in range(1500):
    bit = number * len(data) * 8 // 1500 + number % 8
    changed = bytearray(data)
    changed[bit >> 3] ^= 1 << (bit & 7)
    try:
        verifier.verify(io.BytesIO(bytes(changed)), [sys.argv[3]], [])
        missed.append(bit)
    except (SystemExit, Exception):
        pass
print(missed)
`
    const { stdout, stderr } = spawnSync('python3', ['-c', program, script, path, sampleSigner.vkey], {
      encoding: 'utf8',
    })
    expect([stdout, stderr]).toEqual(['[]\n', ''])
  })

  test('refuses bytes cut off, put before or after, and what is no package', async () => {
    const bytes = await readFile(original)
    for (const changed of [
      bytes.subarray(0, -1),
      bytes.subarray(1),
      Buffer.concat([bytes, Buffer.of(0)]),
      Buffer.concat([bytes, bytes]),
      Buffer.alloc(0),
      Buffer.from('hello'),
    ]) {
      await writeFile(tampered, changed)
      expect(ask(tampered)).toMatchObject({ status: 1, said: expect.stringContaining('NOT verified') })
    }
  })

  test('refuses a hostile name without writing it to the terminal as it is', async () => {
    const said = await askChanged((files) => files.set('z\u001b[2J', encodeUtf8('x')))
    expect(said).not.toContain('\u001b')
  })
})
