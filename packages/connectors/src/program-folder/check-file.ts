import type { CheckDefinition } from '@evidentia/core'
import { checkDefinitionSchema } from '@evidentia/core'
import { findBadChecks } from './check-documents.ts'
import { readDocument, readDocuments } from './documents.ts'
import { Problems } from './problem.ts'
import { readYaml } from './yaml-file.ts'

/** Any day will do: a check on the bench is asked about by itself. */
const since = '2000-01-01'

/**
 * The checks in a file of its own: one mapping, or a list such as `program/checks.yaml`. Throws EvidentiaError `malformed-file`
 * with the line of the first problem, in the expression too.
 */
export function readCheckFile(name: string, bytes: Uint8Array): CheckDefinition[] {
  const problems = new Problems()
  const file = readYaml(name, bytes, problems)
  const placed =
    file === null
      ? []
      : Array.isArray(file.value)
        ? readDocuments('check', file, since, problems)
        : readDocument('check', file, [], file.value, since, problems)
  if (!problems.any) findBadChecks(placed, problems)
  problems.refuse()
  return placed.map(({ document }) => checkDefinitionSchema.parse(document.body))
}
