import { open, writeFile } from 'node:fs/promises'
import { FileWindow } from '../container/file-window.ts'
import { readDirectory } from '../container/read-container.ts'
import { encodeContainer } from '../container/write-container.ts'
import { compareUtf8 } from '../encoding/bytes.ts'
import { sha256Hex } from '../encoding/digest.ts'

/** The files of a package by name. */
export async function unpack(path: string): Promise<Map<string, Uint8Array>> {
  const file = await open(path, 'r')
  try {
    const window = new FileWindow(file, (await file.stat()).size)
    const files = new Map<string, Uint8Array>()
    for (const { name, dataOffset, size } of await readDirectory(window)) {
      files.set(name, await window.copy(dataOffset, size))
    }
    return files
  } finally {
    await file.close()
  }
}

/** Writes files as a canonical container, whatever they are: an attacker's next step after changing one. */
export async function repack(path: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const sorted = [...files].toSorted(([left], [right]) => compareUtf8(left, right))
  const sources = sorted.map(([name, bytes]) => ({
    name,
    size: bytes.length,
    sha256: sha256Hex(bytes),
    open: () => [bytes],
  }))
  const chunks: Uint8Array[] = []
  for await (const chunk of encodeContainer(sources)) chunks.push(chunk)
  await writeFile(path, Buffer.concat(chunks))
}
