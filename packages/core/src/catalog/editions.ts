import { isOperatedOn } from '../assessment/operated-control.ts'
import type { Program } from '../program/program.ts'
import type { Catalog } from './catalog.ts'
import type { Framework, Requirement } from './framework.ts'

/** What a newer edition of a framework changes. */
export interface EditionDifference {
  readonly added: readonly Requirement[]
  readonly removed: readonly Requirement[]
  /** Content that lives on under another identifier, as the newer edition says (`movedFrom`). */
  readonly moved: readonly { readonly from: readonly Requirement[]; readonly to: Requirement }[]
  /** The same identifier with another title, designation, kind or place. */
  readonly changed: readonly {
    readonly before: Requirement
    readonly after: Requirement
    readonly fields: readonly string[]
  }[]
  readonly unchanged: number
}

/** The difference between two editions, by identifier. */
export function compareEditions(before: Pick<Framework, 'requirements'>, after: Framework): EditionDifference {
  const old = new Map(before.requirements.map((r) => [r.id, r]))
  const next = new Map(after.requirements.map((r) => [r.id, r]))
  const moved = after.requirements.flatMap((to) => {
    const from = (to.movedFrom ?? []).flatMap((id) => old.get(id) ?? [])
    return from.length === 0 ? [] : [{ from, to }]
  })
  const movedAway = new Set(moved.flatMap(({ from }) => from.map((r) => r.id)))
  const movedHere = new Set(moved.map(({ to }) => to.id))
  const kept = after.requirements.flatMap((r) => {
    const earlier = old.get(r.id)
    return earlier === undefined ? [] : [{ before: earlier, after: r, fields: changedFields(earlier, r) }]
  })
  return {
    added: after.requirements.filter((r) => !old.has(r.id) && !movedHere.has(r.id)),
    removed: before.requirements.filter((r) => !next.has(r.id) && !movedAway.has(r.id)),
    moved,
    changed: kept.filter(({ fields }) => fields.length > 0),
    unchanged: kept.filter(({ fields }) => fields.length === 0).length,
  }
}

/** What adopting an edition would do to a programme, before anybody decides. */
export interface EditionPreview {
  readonly difference: EditionDifference
  /** Requirements of the newer edition that an adopted control serves. */
  readonly served: readonly string[]
  /** Requirements that only controls serve which are not adopted; with the controls to adopt. */
  readonly open: readonly { readonly requirement: string; readonly controls: readonly string[] }[]
  /** Requirements no library control serves, with the reason where the catalog gives one. */
  readonly notReached: readonly { readonly requirement: string; readonly reason: string | null }[]
  /** Adopted controls that serve the earlier edition and nothing of the newer one. */
  readonly idle: readonly string[]
  /** Addressable specifications of the newer edition without a decision of this programme. */
  readonly undecided: readonly string[]
}

/** Answers what changes for `program` as of a day if it is judged by `after` in place of `before`; null: in place of nothing. */
export function previewEdition(
  catalog: Catalog,
  program: Program,
  before: Framework | null,
  after: Framework,
  asOf: string,
): EditionPreview {
  const adopted = (control: string): boolean => isOperatedOn(program, control, asOf)
  const served = catalog.served.get(after.id)
  const controlsOf = (requirement: string): string[] =>
    (served?.get(requirement) ?? []).map(({ control }) => control.id)
  const serving = new Set(after.requirements.flatMap((r) => controlsOf(r.id)))
  const formerly = new Set(
    [...(catalog.served.get(before?.id ?? '')?.values() ?? [])].flat().map(({ control }) => control.id),
  )
  const decided = new Set([...program.decision.values()].map((d) => `${d.framework} ${d.requirement}`))
  const reached = after.requirements.filter((r) => controlsOf(r.id).length > 0)
  return {
    difference: compareEditions(before ?? { requirements: [] }, after),
    served: reached.filter((r) => controlsOf(r.id).some(adopted)).map((r) => r.id),
    open: reached
      .filter((r) => !controlsOf(r.id).some(adopted))
      .map((r) => ({ requirement: r.id, controls: controlsOf(r.id) })),
    notReached: after.requirements
      .filter((r) => controlsOf(r.id).length === 0)
      .map((r) => ({ requirement: r.id, reason: r.notReached ?? null })),
    idle: [...formerly].filter((control) => adopted(control) && !serving.has(control)).toSorted(),
    undecided: after.requirements
      .filter((r) => r.designation === 'addressable' && !decided.has(`${after.id} ${r.id}`))
      .map((r) => r.id),
  }
}

function changedFields(before: Requirement, after: Requirement): string[] {
  return (['title', 'kind', 'designation', 'parent', 'group'] as const).filter(
    (field) => before[field] !== after[field],
  )
}
