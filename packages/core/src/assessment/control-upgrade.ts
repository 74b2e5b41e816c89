import type { Control } from '../catalog/control.ts'
import type { Tailoring } from '../program/tailoring.ts'
import { applyTailoring } from './operated-control.ts'

/**
 * One field of a control on which the operated version, the organization's departures and a newer version do not all agree.
 * Values are text as a person reads it; null where that side has no such field.
 */
export interface FieldChange {
  /** `policy.clause`, `evidence.account-listing.cadence`, `implementation.database`. */
  readonly field: string
  readonly base: string | null
  readonly ours: string | null
  readonly theirs: string | null
  /**
   * `library`: only the library changed, and the upgrade brings it. `ours`: only we departed, and that stays. `same`: both
   * changed to the same. `conflict`: both changed differently; ours stays unless somebody edits it.
   */
  readonly kind: 'library' | 'ours' | 'same' | 'conflict'
}

/** The three-way difference an upgrade from `base` to `next` would make for an organization, in the order of the control's fields. */
export function compareUpgrade(base: Control, tailoring: Tailoring, next: Control): FieldChange[] {
  const before = flatten(base)
  const own = flatten(applyTailoring(base, tailoring))
  const after = flatten(next)
  const fields = [...new Set([...before.keys(), ...own.keys(), ...after.keys()])]
  return fields.flatMap((field) => {
    const sides = { base: before.get(field) ?? null, ours: own.get(field) ?? null, theirs: after.get(field) ?? null }
    const kind = judge(sides)
    return kind === null ? [] : [{ field, ...sides, kind }]
  })
}

function judge({ base, ours, theirs }: Pick<FieldChange, 'base' | 'ours' | 'theirs'>): FieldChange['kind'] | null {
  if (ours === base && theirs === base) return null
  if (ours === base) return 'library'
  if (theirs === base) return 'ours'
  return ours === theirs ? 'same' : 'conflict'
}

function flatten(control: Control): Map<string, string> {
  const fields = new Map<string, string>([
    ['title', control.title],
    ['area', control.area],
    ['objective', control.objective],
    ['ownerRole', control.ownerRole],
    ['backupRole', control.backupRole],
    ['scope', phrase(control.scope)],
    ['policy.clause', control.policy.clause],
  ])
  for (const { for: kinds, text } of control.implementation) {
    for (const kind of kinds === 'any' ? ['any'] : kinds) fields.set(`implementation.${kind}`, text)
  }
  for (const { id, ...requirement } of control.evidence) {
    for (const [name, value] of Object.entries(requirement)) fields.set(`evidence.${id}.${name}`, phrase(value))
  }
  for (const { question, answeredFrom } of control.auditorQuestions) {
    fields.set(`auditorQuestions.${question}`, answeredFrom)
  }
  fields.set('commonFailure', control.commonFailure)
  fields.set('compensatingControls', control.compensatingControls.join('\n'))
  return fields
}

function phrase(value: unknown): string {
  if (Array.isArray(value)) return value.map(phrase).join(', ')
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([name, part]) => `${name}: ${phrase(part)}`)
      .join('; ')
  }
  return String(value)
}
