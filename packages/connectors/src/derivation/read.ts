import { populationRowSchema, recordSchema } from '@evidentia/core'
import type { PopulationRow, TypedRecord } from '@evidentia/core'
import type { z } from 'zod'
import { malformed } from '../source-file/refusal.ts'

const name = 'derived records'
const remedy = 'Derive the records from their artifact again.'

/** The records of a derived artifact, in order; no bytes are no records. A line that `deriveRecords` cannot have written is refused. */
export async function* readDerived(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TypedRecord> {
  yield* readParsed(bytes, recordSchema)
}

/** The rows of a population, in order. A line that no selection can have written is refused. */
export async function* readPopulationRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<PopulationRow> {
  yield* readParsed(bytes, populationRowSchema)
}

async function* readParsed<S extends z.ZodType>(
  bytes: AsyncIterable<Uint8Array>,
  schema: S,
): AsyncGenerator<z.output<S>> {
  let line = 0
  for await (const text of splitLines(bytes)) {
    line += 1
    const parsed = schema.safeParse(parseLine(text, line))
    if (parsed.success) yield parsed.data
    else throw explainIssue(parsed.error.issues[0], line)
  }
}

function explainIssue(issue: z.core.$ZodIssue | undefined, line: number): Error {
  return malformed(
    { file: name, line, field: (issue?.path ?? []).join('.') },
    issue?.message ?? 'the line is not valid',
    remedy,
  )
}

function parseLine(text: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw malformed({ file: name, line }, 'the line is not JSON', remedy, cause)
  }
}

/** The lines of UTF-8 bytes, without their ends. */
export async function* splitLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let rest = ''
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
