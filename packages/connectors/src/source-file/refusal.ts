import { EvidentiaError } from '@evidentia/core'
import type { ProblemPlace } from '@evidentia/core'

/** Refuses a file that is not what it claims to be: `<file>, line <n>, <field>: <problem>.` */
export function malformed(place: ProblemPlace, problem: string, remedy: string, cause?: unknown): EvidentiaError {
  return new EvidentiaError('malformed-file', `${describePlace(place)}: ${problem}.`, { place, remedy, cause })
}

/** Refuses a file, row or value that is larger than an importer reads. */
export function tooLarge(place: ProblemPlace, problem: string, remedy: string): EvidentiaError {
  return new EvidentiaError('too-large', `${describePlace(place)}: ${problem}.`, { place, remedy })
}

/** Refuses a file without a single byte. */
export function empty(file: string): EvidentiaError {
  const remedy = 'Export it again; a failed export often leaves an empty file.'
  return new EvidentiaError('empty-file', `${file}: the file is empty (0 bytes).`, { place: { file }, remedy })
}

/** A value as it may stand in a message: quoted, without control characters, and short, since a file may hold anything. */
export function shown(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
}

function describePlace({ file, line, field }: ProblemPlace): string {
  const parts = [file ?? 'file']
  if (line !== undefined) parts.push(`line ${line}`)
  if (field !== undefined) parts.push(field)
  return parts.join(', ')
}
