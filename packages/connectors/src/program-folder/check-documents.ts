import type { CheckDefinition } from '@evidentia/core'
import { checkDefinitionSchema } from '@evidentia/core'
import { describeFault, findDocumentFaults } from '../custom-checks/document-faults.ts'
import type { PlacedDocument } from './documents.ts'
import type { Problems } from './problem.ts'

/** Adds a problem for each check that cannot be read, and for each tailoring that sets what a check does not have. */
export function findBadChecks(placed: readonly PlacedDocument[], problems: Problems): void {
  const definitions = placed.flatMap(({ document: { kind, body } }): CheckDefinition[] =>
    kind === 'check' && body !== null ? [checkDefinitionSchema.parse(body)] : [],
  )
  for (const { document, file, path } of placed) {
    for (const fault of findDocumentFaults(document, definitions)) {
      problems.add({
        file: file.name,
        line: file.lineOfKey([...path, ...fault.path.slice(0, -1)], fault.path.at(-1) ?? 'id'),
        field: fault.path.join('.'),
        sentence: `${document.kind} "${document.id}": ${describeFault(fault)}`,
        remedy: 'Correct it; docs/checks.md says what a check may be.',
      })
    }
  }
}
