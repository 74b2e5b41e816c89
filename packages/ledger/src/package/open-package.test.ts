import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { sha256Hex } from '../encoding/digest.ts'
import { sampleContent } from '../testing/sample-log.ts'
import { makeTemporaryFolder } from '../testing/temporary-folder.ts'
import { OpenPackage } from './open-package.ts'
import { writePackage } from './write-package.ts'

const folder = makeTemporaryFolder(afterAll)

async function hashesOf(entries: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string[]> {
  const hashes: string[] = []
  for await (const entry of entries) hashes.push(sha256Hex(entry))
  return hashes
}

test('gives back the entries and the artifacts that were packed, several beside each other', async () => {
  const path = join(folder, 'whole.zip')
  const content = sampleContent(300)
  const files = [...content.files]
  const [first, second, left] = files.filter(({ name }) => name.startsWith('artifacts/'))
  const withheld = [{ sha256: left!.sha256, reason: 'Not asked for.' }]
  await writePackage(path, { ...content, files: files.filter((file) => file !== left), withheld })
  await using opened = await OpenPackage.open(path)
  expect(await hashesOf(opened.entries())).toEqual(await hashesOf(sampleContent(300).entries))
  const both = await Promise.all([first!, second!].map(async ({ sha256 }) => buffer(opened.artifact(sha256))))
  expect(both.map(sha256Hex)).toEqual([first!.sha256, second!.sha256])
  expect(opened.withheld).toEqual(new Map([[left!.sha256, 'Not asked for.']]))
  await expect(buffer(opened.artifact(left!.sha256))).rejects.toThrow('does not carry')
})

test('refuses an artifact whose bytes changed after it was verified, and a file that is no package', async () => {
  const path = join(folder, 'changed.zip')
  const content = sampleContent(3)
  const artifact = [...content.files].find(({ name }) => name.startsWith('artifacts/'))!
  await writePackage(path, content)
  const bytes = await readFile(path)
  const [chunk] = [...(artifact.open() as Iterable<Uint8Array>)]
  const at = bytes.indexOf(chunk!)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  await writeFile(path, bytes)
  await using opened = await OpenPackage.open(path)
  await expect(buffer(opened.artifact(artifact.sha256))).rejects.toThrow('changed since it was verified')
  await expect(OpenPackage.open(join(folder, 'nothing.zip'))).rejects.toThrow('cannot be opened')
})
