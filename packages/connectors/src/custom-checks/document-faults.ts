import type { CheckDefinition, ProgramDocument } from '@evidentia/core'
import { checkDefinitionSchema, findCheckFaults, isSameCheck, listDeclared, tailoringSchema } from '@evidentia/core'
import { checks } from '../registry.ts'
import { findDefinitionFaults } from './compile-check.ts'

/** Something in a program document about checks that cannot be: the path within its body, where in the text there, half a sentence. */
export interface DocumentFault {
  readonly path: readonly string[]
  /** From 1, in an expression. */
  readonly place?: { readonly line: number; readonly column: number }
  readonly sentence: string
}

/** A fault as one line: `line 2, column 5: no such key: foo`. */
export function describeFault({ place, sentence }: DocumentFault): string {
  return place === undefined ? sentence : `line ${place.line}, column ${place.column}: ${sentence}`
}

/**
 * What is wrong with what a document says of checks: a definition that cannot be read, or a tailoring that names checks and values
 * there are not. `definitions` are those recorded so far, in the order of recording, without this one.
 */
export function findDocumentFaults(
  { kind, body }: ProgramDocument,
  definitions: readonly CheckDefinition[],
): DocumentFault[] {
  if (body === null) return []
  // Bodies were parsed by the schema of their kind; parsing again tells the compiler which it is.
  if (kind === 'check') return findFaultsOfDefinition(checkDefinitionSchema.parse(body), definitions)
  if (kind === 'control') return findCheckFaults(tailoringSchema.parse(body), listDeclared(checks, definitions))
  return []
}

function findFaultsOfDefinition(definition: CheckDefinition, definitions: readonly CheckDefinition[]): DocumentFault[] {
  const { id, version } = definition
  if (checks.some((check) => check.id === id))
    return [{ path: ['id'], sentence: `the product has a check "${id}" of its own` }]
  const rival = definitions.find((one) => one.id === id && one.version === version && !isSameCheck(one, definition))
  if (rival !== undefined)
    return [
      { path: ['version'], sentence: `version ${version} says something else already; give this one a higher number` },
    ]
  return findDefinitionFaults(definition).map(({ field, line, column, sentence }) => ({
    path: field.split('.'),
    ...(field === 'value' ? {} : { place: { line, column } }),
    sentence,
  }))
}
