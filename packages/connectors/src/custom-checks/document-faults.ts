import type { CheckDefinition, Connection, ProgramDocument } from '@evidentia/core'
import {
  checkDefinitionSchema,
  connectionSchema,
  findCheckFaults,
  isSameCheck,
  listDeclared,
  tailoringSchema,
} from '@evidentia/core'
import { checks, connectors } from '../registry.ts'
import { findDefinitionFaults } from './compile-check.ts'

/** Something in a program document about checks or connectors that cannot be: the path within its body, where in the text there, half a sentence. */
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
 * What is wrong with what a document says of checks and connectors: a definition that cannot be read, a tailoring that names checks
 * and values there are not, a connection whose connector asks for other settings. `definitions` are those recorded so far, in the order of recording, without this one.
 */
export function findDocumentFaults(
  { kind, body }: ProgramDocument,
  definitions: readonly CheckDefinition[],
): DocumentFault[] {
  if (body === null) return []
  // Bodies were parsed by the schema of their kind; parsing again tells the compiler which it is.
  if (kind === 'check') return findFaultsOfDefinition(checkDefinitionSchema.parse(body), definitions)
  if (kind === 'control') return findCheckFaults(tailoringSchema.parse(body), listDeclared(checks, definitions))
  if (kind === 'connection') return findFaultsOfConnection(connectionSchema.parse(body))
  return []
}

function findFaultsOfConnection({ connector: id, settings, feeds }: Connection): DocumentFault[] {
  const collector = connectors.find((one) => one.id === id)?.collector
  if (collector === undefined)
    return [{ path: ['connector'], sentence: `the product has no connector "${id}" that reads over the network` }]
  const parsed = collector.settings.safeParse(settings)
  const [issue] = parsed.error?.issues ?? []
  if (issue !== undefined)
    return [{ path: ['settings', ...issue.path.map(String)], sentence: issue.message.replace(/\.$/, '') }]
  return feeds.flatMap(({ dataset }, at) =>
    collector.datasets.some((one) => one.id === dataset)
      ? []
      : [{ path: ['feeds', String(at), 'dataset'], sentence: `${id} has no dataset "${dataset}"` }],
  )
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
