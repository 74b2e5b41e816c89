// A server with a defect on purpose: it acknowledges evidence before the bytes are in their place. The harness has to find it.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { randomUUID } from 'node:crypto'
import { FolderObjects } from '../platform/blobs/folder-objects.ts'
import { sleep } from './server-node.ts'

const put = Reflect.get(FolderObjects.prototype, 'put') as (...given: unknown[]) => Promise<void>
FolderObjects.prototype.put = async function putLater(name, source) {
  const path = join(tmpdir(), `evidentia-lie-${randomUUID()}`)
  await writeFile(path, await readFile(source.path))
  void sleep(400).then(async () => put.call(this, name, { ...source, path }))
}
await import('./server-process.ts')
