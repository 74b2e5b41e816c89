import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { sha256Hex } from '../encoding/digest.ts'
import { createSigner } from '../note/signer.ts'
import {
  otherSigner,
  SAMPLE_ORIGIN,
  SAMPLE_SEED,
  sampleContent,
  sampleEntry,
  sampleSigner,
} from '../testing/sample-log.ts'
import { makeTemporaryFolder } from '../testing/temporary-folder.ts'
import { artifactFromBytes, artifactFromPath, artifactFromStore, fileFromBytes, fileFromPath } from './package-file.ts'
import { OpenPackage } from './open-package.ts'
import { verifyPackage } from './verify-package.ts'
import { writePackage } from './write-package.ts'

const folder = makeTemporaryFolder(afterAll)
const vkeys = [sampleSigner.vkey]

describe('a package', () => {
  test('verifies, and says what was checked', async () => {
    const path = join(folder, 'whole.zip')
    const written = await writePackage(path, sampleContent(300))
    const report = await verifyPackage(path, { vkeys })
    expect(report).toEqual({
      ok: true,
      problems: [],
      checked: {
        files: written.files,
        entries: 300,
        artifacts: 300,
        withheld: 0,
        origin: SAMPLE_ORIGIN,
        createdAt: '2026-10-31T12:00:00Z',
        checkpointSize: 300,
        root: Buffer.from(written.root).toString('base64'),
        signedBy: [{ name: SAMPLE_ORIGIN, keyId: sampleSigner.keyId, pinned: true }],
      },
    })
    expect(readdirSync(folder)).toEqual(['whole.zip'])
  })

  test('verifies by its own key when none is pinned, and says so', async () => {
    const path = join(folder, 'whole.zip')
    await writePackage(path, sampleContent(3))
    const { ok, checked } = await verifyPackage(path)
    expect([ok, checked.signedBy.map(({ pinned }) => pinned)]).toEqual([true, [false]])
  })

  test('is the same bytes every time, to a stream as to a path', async () => {
    const path = join(folder, 'same.zip')
    const stream = new PassThrough()
    const [streamed] = await Promise.all([buffer(stream), writePackage(stream, sampleContent(20))])
    await writePackage(path, sampleContent(20))
    expect(sha256Hex(await readFile(path))).toBe(sha256Hex(streamed))
  })

  test('may be of an empty log, or of exactly one full tile', async () => {
    for (const count of [0, 256]) {
      const path = join(folder, 'edge.zip')
      await writePackage(path, sampleContent(count))
      expect(await verifyPackage(path, { vkeys })).toMatchObject({ ok: true, checked: { entries: count } })
    }
  })

  test('carries files from disk that are larger than its buffers', async () => {
    const source = join(folder, 'large.bin')
    await writeFile(source, randomBytes(5_000_001))
    const artifact = await artifactFromPath(source)
    const bytes = await readFile(source)
    const path = join(folder, 'large.zip')
    const { origin, signer, createdAt } = sampleContent(0)
    const files = [artifact, await fileFromPath('program/large.bin', 'program', source)]
    await writePackage(path, { origin, signer, createdAt, entries: [sampleEntry(0, bytes)], files })
    expect(await verifyPackage(path, { vkeys })).toMatchObject({ ok: true, checked: { artifacts: 1 } })
  })

  test('lists artifacts that are withheld, with the reason', async () => {
    const path = join(folder, 'withheld.zip')
    const content = sampleContent(3)
    const files = [...content.files]
    const [first] = files
    const withheld = [{ sha256: first?.sha256 ?? '', reason: 'Names patients; shown on site.' }]
    await writePackage(path, { ...content, files: files.slice(1), withheld })
    expect(await verifyPackage(path, { vkeys })).toMatchObject({ ok: true, checked: { artifacts: 2, withheld: 1 } })
  })

  test('takes the log\u2019s own checkpoint when it is of these entries', async () => {
    const path = join(folder, 'checkpoint.zip')
    const content = sampleContent(5)
    const { signCheckpoint } = await import('../checkpoint/sign-checkpoint.ts')
    const { root } = await writePackage(path, content)
    const head = { origin: SAMPLE_ORIGIN, size: 5, root, extensions: [] }
    await writePackage(path, {
      ...content,
      checkpoint: signCheckpoint(head, [sampleSigner, createSigner(SAMPLE_SEED, 'witness')]),
    })
    expect(await verifyPackage(path, { vkeys })).toMatchObject({ ok: true })
    const other = signCheckpoint({ ...head, size: 6 }, [sampleSigner])
    await expect(writePackage(path, { ...content, checkpoint: other })).rejects.toThrow('is not of these')
  })
})

describe('packing is refused', () => {
  const path = join(folder, 'refused.zip')
  const content = sampleContent(2)
  const files = [...content.files]

  test('when an artifact that the log names is missing', async () => {
    await expect(writePackage(path, { ...content, files: files.slice(1) })).rejects.toThrow('either in the package')
  })

  test('when an artifact is in no log entry', async () => {
    const stray = artifactFromBytes(encodeUtf8('stray'))
    await expect(writePackage(path, { ...content, files: [...files, stray] })).rejects.toThrow('No log entry')
  })

  test('when a file is given twice, under log/, with a bad name, role or time', async () => {
    const give = async (name: string, role = 'program'): Promise<unknown> =>
      writePackage(path, { ...content, files: [...files, fileFromBytes(name, role, encodeUtf8('x'))] })
    await expect(give('matrix.json')).rejects.toThrow('twice')
    await expect(give('MATRIX.json')).rejects.toThrow('case')
    await expect(give('log/extra', 'log')).rejects.toThrow('from its entries')
    await expect(give('../up')).rejects.toThrow('dot or space')
    await expect(give('manifest.json')).rejects.toThrow('cannot be listed')
    await expect(give('x', 'Two words')).rejects.toThrow('lowercase word')
    await expect(give('x', 'artifact')).rejects.toThrow('just when in artifacts/')
    await expect(writePackage(path, { ...content, createdAt: '2026-02-30T00:00:00Z' })).rejects.toThrow('UTC instant')
  })

  test('when an entry is no statement or the signer has another name', async () => {
    await expect(writePackage(path, { ...content, entries: [encodeUtf8('{}')] })).rejects.toThrow('Log entry 0')
    await expect(writePackage(path, { ...content, signer: createSigner(SAMPLE_SEED, 'x') })).rejects.toThrow(
      'No signer',
    )
  })

  test('when an artifact on disk is no longer what was recorded of it', async () => {
    const [source, target] = [join(folder, 'stored'), join(folder, 'stored.zip')]
    const pack = async (bytes: Uint8Array, recorded: Uint8Array) => {
      await writeFile(source, bytes)
      const stored = artifactFromStore(source, { sha256: sha256Hex(recorded), size: recorded.length })
      return writePackage(target, { ...content, entries: [sampleEntry(0, recorded)], files: [stored] })
    }
    const [text, large] = [encodeUtf8('recorded'), new Uint8Array(2 << 20)]
    for (const other of ['recordee', 'record', 'recorded and more', '']) {
      await expect(pack(encodeUtf8(other), text)).rejects.toThrow('announced')
    }
    await expect(pack(new Uint8Array(3 << 20), large)).rejects.toThrow('announced')
    expect(await pack(text, text)).toMatchObject({ entries: 1 })
    expect(await pack(large, large)).toMatchObject({ entries: 1 })
  })

  test('and leaves nothing behind when a file turns out different midway', async () => {
    const broken = { ...fileFromBytes('zz.txt', 'program', encodeUtf8('x')), open: () => [encodeUtf8('y')] }
    await expect(writePackage(path, { ...content, files: [...files, broken] })).rejects.toThrow('announced')
    await expect(stat(path)).rejects.toThrow('ENOENT')
    await expect(stat(`${path}.partial`)).rejects.toThrow('ENOENT')
  })
})

describe('verifying', () => {
  test('a path that is not there is an error, not a verdict', async () => {
    await expect(verifyPackage(join(folder, 'absent.zip'))).rejects.toThrow('cannot be opened')
  })

  test('with a malformed pinned key is an error, with another key a verdict', async () => {
    const path = join(folder, 'pinned.zip')
    await writePackage(path, sampleContent(2))
    await expect(verifyPackage(path, { vkeys: ['nonsense'] })).rejects.toThrow('not of the form')
    expect((await verifyPackage(path, { vkeys: [otherSigner.vkey] })).ok).toBe(false)
    expect((await verifyPackage(path, { vkeys: [] })).ok).toBe(false)
  })
})

describe('a package that was opened', () => {
  test('gives its entries and artifacts, and says why one is not there', async () => {
    const path = join(folder, 'opened.zip')
    const content = sampleContent(300)
    const [first, second, ...files] = content.files
    const withheld = [{ sha256: first?.sha256 ?? '', reason: 'Names patients.' }]
    await writePackage(path, { ...content, files: [second, ...files].flatMap((file) => file ?? []), withheld })
    const opened = await OpenPackage.open(path)
    try {
      const entries: Uint8Array[] = []
      for await (const entry of opened.entries()) entries.push(entry)
      expect(entries).toHaveLength(300)
      expect(entries[299]).toEqual(sampleEntry(299))
      expect(sha256Hex((await opened.readArtifact(second?.sha256 ?? '')) ?? new Uint8Array())).toBe(second?.sha256)
      expect(await opened.readArtifact(first?.sha256 ?? '')).toBeUndefined()
      expect(opened.withheld.get(first?.sha256 ?? '')).toBe('Names patients.')
    } finally {
      await opened.close()
    }
    await expect(OpenPackage.open(import.meta.filename)).rejects.toMatchObject({ code: 'container-malformed' })
  })
})
