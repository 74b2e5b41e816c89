import { EvidentiaError, resultLineSchema } from '@evidentia/core'
import type { GivenRecords, ItemVerdict } from '@evidentia/core'
import { splitLines } from '../derivation/read.ts'

/** One line of a result's artifact. */
export type ResultLine = { readonly given: GivenRecords } | { readonly item: ItemVerdict }

/** The lines of a result's artifact, in order. A line that was not sealed by us is refused. */
export async function* readResultLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ResultLine> {
  let line = 0
  for await (const text of splitLines(bytes)) {
    line += 1
    const parsed = resultLineSchema.safeParse(parse(text))
    if (!parsed.success)
      throw new EvidentiaError('malformed-file', `The items of the result cannot be read, line ${line}.`, {
        place: { file: 'check result', line },
      })
    yield parsed.data
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
