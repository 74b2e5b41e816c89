import { randomUUID } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectStore } from './object-store.ts'

/** Writes a temporary file, makes it durable and hands it to the store under `name`. */
export async function copyInto(
  objects: ObjectStore,
  staging: string,
  { name, bytes, lockUntil }: { name: string; bytes: AsyncIterable<Uint8Array>; lockUntil: Date | null },
): Promise<void> {
  await mkdir(staging, { recursive: true, mode: 0o700 })
  const path = join(staging, randomUUID())
  const file = await open(path, 'wx', 0o600)
  let size = 0
  try {
    try {
      for await (const chunk of bytes) {
        await file.writeFile(chunk)
        size += chunk.length
      }
      await file.sync()
    } finally {
      await file.close()
    }
    await objects.put(name, { path, size }, lockUntil)
  } finally {
    await rm(path, { force: true })
  }
}
