import { writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeEntryBundle, encodeEntryBundle, encodeStatement, parseSignerKey, writePackage } from '@evidentia/ledger'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repack } from '../testing/repack.ts'
import { run } from '../testing/run.ts'
import { smallFiles, writeFolder } from '../testing/small-workload.ts'

const entriesFile = 'log/tile/entries/000.p/8'
let folder: Awaited<ReturnType<typeof writeFolder>>
let sealed: Buffer
let key: string

beforeAll(async () => {
  folder = await writeFolder(smallFiles)
  key = (await run('keygen', join(folder.path, 'northquay.key'))).out.trim()
  const target = join(folder.path, 'out.zip')
  const { code } = await run(
    'assess',
    folder.path,
    '--as-of',
    '2026-03-05',
    '--package',
    target,
    '--key',
    join(folder.path, 'northquay.key'),
  )
  expect(code).toBe(0)
  sealed = await readFile(target)
})
afterAll(() => folder[Symbol.asyncDispose]())

async function verify(bytes: Uint8Array, ...options: string[]) {
  const path = join(folder.path, 'candidate.zip')
  await writeFile(path, bytes)
  return run('verify', path, ...options)
}

/** Repacks with one edit and expects a refusal that names `where`. */
async function refuse(where: string | RegExp, edit: (files: Map<string, Uint8Array>) => void, ...options: string[]) {
  const { code, out, errors } = await verify(repack(sealed, edit), ...options)
  expect({ code, errors }).toEqual({ code: 1, errors: '' })
  expect(out).toMatch(/NOT verified/)
  expect(out).toMatch(where)
}

test('a package as it was sealed verifies, says what was checked, and by whose key', async () => {
  const open = await verify(sealed)
  expect(open.code).toBe(0)
  for (const step of ['container', 'manifest', 'log', 'checkpoint', 'artifacts', 'signature'])
    expect(open.out).toContain(`\n  ${step} `)
  expect(open.out).toContain('By whom is not shown')
  const pinned = await verify(sealed, '--key', key)
  expect(pinned.code).toBe(0)
  expect(pinned.out).toContain('a key you named sealed it')
})

test('repacking without an edit gives the same bytes, so that every refusal below is due to its edit', () => {
  expect(Buffer.from(repack(sealed, () => undefined)).equals(sealed)).toBe(true)
})

test('one changed byte anywhere is refused and located', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: sealed.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ flip
      const { code, out, errors } = await verify(changed, '--json')
      const report: unknown = JSON.parse(out)
      expect({ code, errors }).toEqual({ code: 1, errors: '' })
      expect(report).toMatchObject({
        kind: 'package',
        ok: false,
        problems: expect.arrayContaining([{ where: expect.stringMatching(/./), problem: expect.stringMatching(/./) }]),
      })
    }),
    { numRuns: 200 },
  )
}, 60_000)

test('a package cut off anywhere is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: sealed.length - 1 }), async (length) => {
      expect((await verify(sealed.subarray(0, length))).code).toBe(1)
    }),
    { numRuns: 40 },
  )
})

test.each([
  'findings.json',
  'matrix.json',
  'program/people.yaml',
  'evidence/manifest.yaml',
  'README.txt',
  'manifest.note',
  'manifest.json',
  'log/checkpoint',
  entriesFile,
])('a removed %s is named', (name) => refuse(name, (files) => expect(files.delete(name)).toBe(true)))

test('a removed artifact is named by its hash', async () => {
  let name = ''
  await refuse(/artifacts\/[0-9a-f]{64}/, (files) => {
    name = [...files.keys()].find((file) => file.startsWith('artifacts/')) ?? ''
    files.delete(name)
  })
  expect(name).not.toBe('')
})

test('an added file is named', () => refuse('extra.txt', (files) => void files.set('extra.txt', Buffer.from('hello'))))

test('two exchanged log entries are named by their index', () =>
  refuse('log entry 2:', (files) => {
    const entries = decodeEntryBundle(files.get(entriesFile) ?? new Uint8Array(), 8)
    const [third, fourth] = entries.slice(2, 4)
    entries.splice(2, 2, fourth ?? new Uint8Array(), third ?? new Uint8Array())
    files.set(entriesFile, encodeEntryBundle(entries))
  }))

test('a rewritten log entry is named by its index', () =>
  refuse('log entry 5:', (files) => {
    const entries = decodeEntryBundle(files.get(entriesFile) ?? new Uint8Array(), 8)
    const text = Buffer.from(entries[5] ?? [])
      .toString('utf8')
      .replace('2026', '2025')
    entries[5] = Buffer.from(text)
    files.set(entriesFile, encodeEntryBundle(entries))
  }))

test.each(['manifest.note', 'log/checkpoint'])('a signature stripped from %s is named', (name) =>
  refuse(name, (files) => {
    const text = Buffer.from(files.get(name) ?? []).toString('utf8')
    files.set(name, Buffer.from(text.replace(/\n— [^\n]*\n$/, '\n')))
  }),
)

test('a package sealed again by somebody else passes on its own word only, never for the key one trusts', async () => {
  const other = join(folder.path, 'other.zip')
  await run('assess', folder.path, '--as-of', '2026-03-05', '--package', other)
  expect((await run('verify', other)).code).toBe(0)
  const { code, out } = await run('verify', other, '--key', key)
  expect(code).toBe(1)
  expect(out).toContain('log/checkpoint')
})

test('the same folder seals the same log whenever it is packed by the same clock: only times and keys differ', async () => {
  const entriesOf = (bytes: Uint8Array) => {
    const found: string[] = []
    repack(bytes, (files) => {
      for (const entry of decodeEntryBundle(files.get(entriesFile) ?? new Uint8Array(), 8)) {
        found.push(
          Buffer.from(entry)
            .toString('utf8')
            .replace(/"recordedAt":"[^"]*"/, ''),
        )
      }
    })
    return found
  }
  const again = join(folder.path, 'again.zip')
  await run('assess', folder.path, '--as-of', '2026-03-05', '--package', again)
  expect(entriesOf(await readFile(again))).toEqual(entriesOf(sealed))
  expect(entriesOf(sealed)).toHaveLength(8)
})

test('--seen holds the log against a checkpoint saved earlier, and shows a rollback', async () => {
  const saved = join(folder.path, 'saved-checkpoint')
  const [longer, shorter] = [join(folder.path, 'longer.zip'), join(folder.path, 'shorter.zip')]
  const signer = parseSignerKey(await readFile(join(folder.path, 'northquay.key'), 'utf8'))
  const statement = (n: number) =>
    encodeStatement({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: `fact:${n}`, digest: { sha256: '0'.repeat(64) } }],
      predicateType: 'urn:evidentia:fact:test:v1',
      predicate: { n },
    })
  const content = { origin: signer.name, signer, createdAt: '2026-03-05T00:00:00Z', files: [] }
  await writePackage(longer, { ...content, entries: [1, 2, 3].map(statement) })
  await writePackage(shorter, { ...content, entries: [1, 2].map(statement) })
  repack(await readFile(shorter), (files) => writeFileSync(saved, files.get('log/checkpoint') ?? ''))
  const extended = await run('verify', longer, '--key', key, '--seen', saved)
  expect(extended).toMatchObject({ code: 0, out: expect.stringContaining('extends 1 checkpoint seen elsewhere') })
  repack(await readFile(longer), (files) => writeFileSync(saved, files.get('log/checkpoint') ?? ''))
  const rolledBack = await run('verify', shorter, '--key', key, '--seen', saved)
  expect(rolledBack).toMatchObject({ code: 1, out: expect.stringContaining('ROLLBACK DETECTED') })
  const receipt = join(folder.path, 'receipt.json')
  await writeFile(receipt, '{}')
  expect(await run('verify', receipt, '--seen', saved)).toMatchObject({ code: 2 })
})

test('a hostile name in a package cannot write to the terminal', async () => {
  const { out } = await verify(repack(sealed, (files) => void files.set('a\u001b[2Jb\u202e', Buffer.from('x'))))
  expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})
