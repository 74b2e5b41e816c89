import type { Catalog } from '../catalog/catalog.ts'
import type { Control, EvidenceRequirement, Scope } from '../catalog/control.ts'
import type { Program } from '../program/program.ts'
import type { DocumentBody } from '../program/document.ts'
import type { Tailoring } from '../program/tailoring.ts'
import type { Cadence } from '../time/cadence.ts'
import type { Validity } from '../time/date.ts'
import { addDays, isValidOn } from '../time/date.ts'
import { operatedControl } from './operated-control.ts'
import type { ProgramHistory } from './program-history.ts'
import { selectsSystem, selectsVendor } from './selection.ts'
import type { Subject } from './subject.ts'
import { subjectKey } from './subject.ts'

/** One evidence requirement for one subject, whether or not it is owed on some day: the identity of a row of the matrix. */
export interface RowIdentity {
  readonly key: string
  readonly control: string
  readonly requirement: string
  readonly subject: Subject
}

/** What a row owes on one day, before anybody looked for evidence. */
export interface Obligation {
  readonly key: string
  readonly control: Control
  readonly requirement: EvidenceRequirement
  readonly subject: Subject
  readonly subjectName: string
  readonly cadence: Cadence
  readonly graceDays: number
  readonly systemOfRecord: string
  readonly owner: string | null
  readonly backupOwner: string | null
  /** The organization's reason why it does not apply, if it gave one. */
  readonly notApplicable: string | null
  /** The last day for which it is owed, as the control or the subject says of itself. */
  readonly ends: string | null
}

/** The days for which one obligation, unchanged, holds. `to` is null while nothing recorded ends it. */
export interface Stretch {
  readonly from: string
  readonly to: string | null
  readonly obligation: Obligation
}

/** The kinds of objects that what a row owes follows from. */
type DatedKind = 'control' | 'system' | 'vendor' | 'organization'

/** The key of the row that `requirement` (`<control>/<id>`) and `subject` make. */
export function rowKey(requirement: string, subject: Subject): string {
  return `${requirement}@${subjectKey(subject)}`
}

/** Who answers for a control: the organization's own choice for it, else whoever holds the library's role. */
export function ownersOf(
  control: Control,
  tailoring: Tailoring,
  program: Program,
): { owner: string | null; backupOwner: string | null } {
  const assigned = [...program.organization.values()][0]?.roles
  return {
    owner: tailoring.owner ?? assigned?.[control.ownerRole]?.owner ?? null,
    backupOwner: tailoring.backupOwner ?? assigned?.[control.ownerRole]?.backup ?? null,
  }
}

/** What every row owes on any day, from the library and the programme's own history. */
export class Obligations {
  readonly #catalog: Catalog
  readonly #history: ProgramHistory
  readonly #operated = new WeakMap<Tailoring, { readonly control: Control | undefined }>()
  readonly #turns = new Map<string, readonly string[]>()
  readonly #rows = new Map<string, ReadonlyMap<string, RowIdentity>>()

  constructor(catalog: Catalog, history: ProgramHistory) {
    this.#catalog = catalog
    this.#history = history
  }

  /** Every row that any version of the programme ever selects, in the order of controls. */
  listRows(): RowIdentity[] {
    return this.#history.idsOf('control').flatMap((control) => [...this.rowsOf(control).values()])
  }

  /** The rows that some version of one control selects, by key. */
  rowsOf(control: string): ReadonlyMap<string, RowIdentity> {
    const known = this.#rows.get(control)
    if (known !== undefined) return known
    const rows = new Map<string, RowIdentity>()
    for (const operated of this.versionsOf(control)) {
      for (const requirement of operated.evidence) {
        for (const subject of this.#everIn(scopeOf(operated, requirement))) {
          const key = rowKey(`${control}/${requirement.id}`, subject)
          rows.set(key, { key, control, requirement: requirement.id, subject })
        }
      }
    }
    this.#rows.set(control, rows)
    return rows
  }

  /** The row of a key; undefined where no version of the programme selects one. */
  rowOf(key: string): RowIdentity | undefined {
    return this.rowsOf(key.slice(0, key.indexOf('/'))).get(key)
  }

  /** Every version of one control that was ever operated. */
  versionsOf(control: string): Control[] {
    return this.#history.versionsOf('control', control).flatMap(({ body }) => {
      const operated = body === null ? undefined : this.#operate(body)
      return operated === undefined ? [] : [operated]
    })
  }

  /** What the row owes on `day`, or null where it owes nothing then. */
  on(row: RowIdentity, day: string): Obligation | null {
    const tailoring = this.#tailoringOn(row.control, day)
    if (tailoring === undefined || tailoring.adopted > day || (tailoring.retired ?? day) < day) return null
    const control = this.#operate(tailoring)
    const requirement = control?.evidence.find(({ id }) => id === row.requirement)
    if (control === undefined || requirement === undefined) return null
    const selected = this.#selectedOn(scopeOf(control, requirement), row.subject, day)
    if (selected === null) return null
    return {
      key: row.key,
      control,
      requirement,
      subject: row.subject,
      subjectName: selected.name,
      cadence: requirement.cadence,
      graceDays: requirement.graceDays,
      systemOfRecord: requirement.systemOfRecord,
      ...ownersOf(control, tailoring, this.#history.on(day)),
      notApplicable: tailoring.evidence?.[requirement.id]?.notApplicable ?? null,
      ends: earliestDay(tailoring.retired, selected.ends),
    }
  }

  /** How what the row owes changed over time, oldest first. Days between stretches owe nothing. */
  trace(row: RowIdentity): Stretch[] {
    const stretches: Stretch[] = []
    const turns = this.turnsOf(row)
    for (const [n, from] of turns.entries()) {
      const next = turns[n + 1]
      const obligation = this.on(row, from)
      if (obligation === null) continue
      const to = next === undefined ? null : addDays(next, -1)
      const last = stretches.at(-1)
      if (last !== undefined && last.to === addDays(from, -1) && isSame(last.obligation, obligation))
        stretches[stretches.length - 1] = { ...last, to }
      else stretches.push({ from, to, obligation })
    }
    return stretches
  }

  /** The days on which what the row owes can change, oldest first. */
  turnsOf(row: RowIdentity): readonly string[] {
    const days = [...this.#turnsOfDocument('control', row.control, limitsOf.control), ...this.#turnsOfOrganization()]
    const { subject } = row
    if (subject.kind === 'system') days.push(...this.#turnsOfDocument('system', subject.id, limitsOf.system))
    if (subject.kind === 'vendor') days.push(...this.#turnsOfDocument('vendor', subject.id, limitsOf.vendor))
    return [...new Set(days)].toSorted()
  }

  #turnsOfOrganization(): readonly string[] {
    return this.#history
      .idsOf('organization')
      .flatMap((id) => this.#turnsOfDocument('organization', id, limitsOf.organization))
  }

  #turnsOfDocument<K extends DatedKind>(
    kind: K,
    id: string,
    limits: (body: DocumentBody<K>) => Validity,
  ): readonly string[] {
    const key = `${kind}/${id}`
    const known = this.#turns.get(key)
    if (known !== undefined) return known
    const days = this.#history.versionsOf(kind, id).flatMap(({ effective, body }) => {
      if (body === null) return [effective]
      const { from, to } = limits(body)
      return [effective, ...(from === undefined ? [] : [from]), ...(to === undefined ? [] : [addDays(to, 1)])]
    })
    this.#turns.set(key, days)
    return days
  }

  /** A control that was written down after it was adopted, was operated from its adoption on. */
  #tailoringOn(control: string, day: string): Tailoring | undefined {
    return this.#history.on(day).control.get(control) ?? this.#beforeItsFirst('control', control, day)
  }

  /** The first version of an object on a day that is before it took effect but not before the day it gives itself. */
  #beforeItsFirst<K extends 'control' | 'system' | 'vendor'>(
    kind: K,
    id: string,
    day: string,
  ): DocumentBody<K> | undefined {
    const first = earliestOf(this.#history.versionsOf(kind, id))
    if (first === undefined || first.effective <= day) return undefined
    const body = this.#history.on(first.effective)[kind].get(id)
    const since = body === undefined ? undefined : limitsOf[kind](body).from
    return since !== undefined && since <= day ? body : undefined
  }

  #operate(tailoring: Tailoring): Control | undefined {
    const known = this.#operated.get(tailoring)
    if (known !== undefined) return known.control
    const control = operatedControl(this.#catalog, tailoring)
    this.#operated.set(tailoring, { control })
    return control
  }

  /** The subject if the scope selects it on `day`. One that gives no first day is there from its first record on. */
  #selectedOn(
    scope: Scope,
    subject: Subject,
    day: string,
  ): { readonly name: string; readonly ends: string | undefined } | null {
    if (scope.subject !== subject.kind) return null
    if (subject.kind === 'organization') return { name: 'Organization', ends: undefined }
    const program = this.#history.on(day)
    if (subject.kind === 'system') {
      const system = program.system.get(subject.id) ?? this.#beforeItsFirst('system', subject.id, day)
      const isSelected = system !== undefined && isValidOn(system.inService, day) && selectsSystem(scope, system)
      return isSelected ? { name: system.name, ends: system.inService?.to } : null
    }
    const vendor = program.vendor.get(subject.id) ?? this.#beforeItsFirst('vendor', subject.id, day)
    const isSelected = vendor !== undefined && isValidOn(vendor.engaged, day) && selectsVendor(scope, vendor)
    return isSelected ? { name: vendor.name, ends: vendor.engaged?.to } : null
  }

  #everIn(scope: Scope): Subject[] {
    if (scope.subject === 'organization') return [{ kind: 'organization' }]
    if (scope.subject === 'system')
      return this.#history
        .idsOf('system')
        .filter((id) =>
          this.#history.versionsOf('system', id).some(({ body }) => body !== null && selectsSystem(scope, body)),
        )
        .map((id) => ({ kind: 'system', id }))
    return this.#history
      .idsOf('vendor')
      .filter((id) =>
        this.#history.versionsOf('vendor', id).some(({ body }) => body !== null && selectsVendor(scope, body)),
      )
      .map((id) => ({ kind: 'vendor', id }))
  }
}

function scopeOf(control: Control, requirement: EvidenceRequirement): Scope {
  return requirement.per === 'organization' ? { subject: 'organization' } : control.scope
}

/** The first and the last day a version gives itself, whatever its kind calls them. */
const limitsOf: { readonly [K in DatedKind]: (body: DocumentBody<K>) => Validity } = {
  control: ({ adopted, retired }) => ({ from: adopted, to: retired }),
  system: ({ inService }) => inService ?? {},
  vendor: ({ engaged }) => engaged ?? {},
  organization: () => ({}),
}

function earliestDay(...days: readonly (string | undefined)[]): string | null {
  return days.reduce<string | null>((a, b) => (b !== undefined && (a === null || b < a) ? b : a), null)
}

function earliestOf<D extends { readonly effective: string }>(versions: readonly D[]): D | undefined {
  return versions.reduce<D | undefined>((a, b) => (a === undefined || b.effective < a.effective ? b : a), undefined)
}

function isSame(a: Obligation, b: Obligation): boolean {
  return (
    a.control === b.control &&
    a.requirement === b.requirement &&
    a.subjectName === b.subjectName &&
    a.owner === b.owner &&
    a.backupOwner === b.backupOwner &&
    a.notApplicable === b.notApplicable &&
    a.ends === b.ends
  )
}
