import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sampleContent, sampleSigner } from '../testing/sample-log.ts'
import { makeTemporaryFolder } from '../testing/temporary-folder.ts'
import { fileFromBytes } from './package-file.ts'
import { HashThread } from './hash-thread.ts'
import { verifyPackage } from './verify-package.ts'
import { writePackage } from './write-package.ts'

const folder = makeTemporaryFolder(afterAll)
const path = join(folder, 'large.zip')
const options = { vkeys: [sampleSigner.vkey] }
let bytes: Buffer

beforeAll(async () => {
  const content = sampleContent(300)
  const large = fileFromBytes('large.bin', 'other', Buffer.alloc(9 << 20, 'large'))
  await writePackage(path, { ...content, files: [...content.files, large] })
  bytes = await readFile(path)
})

test('a package large enough for a thread is found whole, with the same report as without one', async () => {
  const start = vi.spyOn(HashThread, 'start')
  const report = await verifyPackage(path, options)
  expect(await start.mock.results[0]?.value).toBeInstanceOf(HashThread)
  expect(report.ok).toBe(true)
  expect(report).toEqual(await verifyPackage(bytes, options))
})

test('whatever byte is changed, the report is the same with and without a thread, and a refusal', async () => {
  const changedPath = join(folder, 'changed.zip')
  for (let round = 0; round < 12; round += 1) {
    const changed = Buffer.from(bytes)
    const at = (round * 7_919_317 + round) % bytes.length
    changed[at] = (changed[at] ?? 0) ^ (1 << (round % 8))
    await writeFile(changedPath, changed)
    const report = await verifyPackage(changedPath, options)
    expect(report.ok).toBe(false)
    expect(report).toEqual(await verifyPackage(changed, options))
  }
}, 60_000)

test('a thread that fails is no verdict: the files are hashed all the same', async () => {
  const finish = vi.spyOn(HashThread.prototype, 'finish').mockRejectedValue(new Error('out of memory'))
  expect(await verifyPackage(path, options)).toMatchObject({ ok: true })
  const changed = Buffer.from(bytes)
  const at = changed.indexOf('largelarge')
  changed[at] = 0
  await writeFile(join(folder, 'changed.zip'), changed)
  expect(await verifyPackage(join(folder, 'changed.zip'), options)).toMatchObject({ ok: false })
  expect(finish).toHaveBeenCalledTimes(2)
  finish.mockRestore()
})
