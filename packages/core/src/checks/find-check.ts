import type { CheckDefinition } from '../program/check-definition.ts'
import type { Program } from '../program/program.ts'
import type { Check } from './check.ts'

/** Makes a check of a definition. Where the definition cannot be read, it makes one that always answers `unknown`, and why. */
export type CompileCheck = (definition: CheckDefinition) => Check

/** The checks there are: those installed with the product, and those the programme itself defines. */
export interface CheckShelf {
  readonly installed: ReadonlyMap<string, Check>
  /** Absent where nobody can read definitions: then they are not installed. */
  readonly compile?: CompileCheck | undefined
}

/** The check called `id` in the programme of a day; undefined where there is none. An installed one cannot be redefined. */
export function findCheck({ installed, compile }: CheckShelf, id: string, program: Program): Check | undefined {
  const found = installed.get(id)
  if (found !== undefined) return found
  const definition = program.check.get(id)
  return definition === undefined ? undefined : compile?.(definition)
}

/** The shelf of some installed checks. */
export function makeShelf(installed: readonly Check[], compile?: CompileCheck): CheckShelf {
  return { installed: new Map(installed.map((check) => [check.id, check])), compile }
}
