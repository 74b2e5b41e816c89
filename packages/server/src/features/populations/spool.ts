import type { Spool } from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'

const writeSize = 256 * 1024

/** Room outside memory for what is being sorted: temporary files, sealed as artifacts are, which housekeeping clears after a crash. */
export function openSealedSpool(blobs: BlobStore, organization: string): Spool {
  return {
    write: async (lines) => {
      const staging = await blobs.beginObject(organization)
      try {
        let text = ''
        for (const line of lines) {
          text += `${line}\n`
          if (text.length < writeSize) continue
          await staging.write(Buffer.from(text))
          text = ''
        }
        await staging.write(Buffer.from(text))
        const spooled = await staging.finish()
        return { read: () => readBatches(spooled.read()), remove: async () => spooled.discard() }
      } catch (error) {
        await staging.abort()
        throw error
      }
    },
  }
}

async function* readBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield lines
  }
}
