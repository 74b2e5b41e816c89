import type { Answer } from '../../client/answers.ts'

export type RequirementLine = Answer<'readFramework'>['requirements'][number]
interface Arranged {
  readonly requirement: RequirementLine
  readonly depth: number
}

/** Requirements with each one below its parent, narrowed to those that match a text and the parents above them. */
export function arrangeRequirements(
  requirements: readonly RequirementLine[],
  text: string | undefined,
): readonly Arranged[] {
  const ids = new Set(requirements.map(({ id }) => id))
  const children = Map.groupBy(requirements, ({ parent }) => (parent !== null && ids.has(parent) ? parent : null))
  const wanted = text?.trim().toLowerCase() ?? ''
  function below(parent: string | null, depth: number): Arranged[] {
    return (children.get(parent) ?? []).flatMap((requirement) => {
      const nested = below(requirement.id, depth + 1)
      return nested.length > 0 || matches(requirement, wanted) ? [{ requirement, depth }, ...nested] : []
    })
  }
  return below(null, 0)
}

function matches({ id, title, controls }: RequirementLine, wanted: string): boolean {
  return (
    wanted === '' ||
    [id, title, ...controls.map((control) => control.title)].some((part) => part.toLowerCase().includes(wanted))
  )
}
