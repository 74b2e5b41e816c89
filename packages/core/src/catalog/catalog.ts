import type { z } from 'zod'
import { EvidentiaError } from '../errors.ts'
import type { Control, EvidenceRequirement } from './control.ts'
import { controlSchema } from './control.ts'
import type { Framework, Requirement } from './framework.ts'
import { frameworkSchema } from './framework.ts'

/** Catalog files as read: parsed, not yet checked. */
export interface CatalogSource {
  readonly frameworks: readonly { readonly path: string; readonly value: unknown }[]
  readonly controls: readonly { readonly path: string; readonly value: unknown }[]
}

/** A requirement served by a control, with why. */
export interface RequirementLink {
  readonly framework: Framework
  readonly requirement: Requirement
  readonly relationship: string
  readonly rationale: string
}

/** Frameworks and controls, checked, and their links readable from both ends. */
export interface Catalog {
  readonly frameworks: ReadonlyMap<string, Framework>
  readonly controls: ReadonlyMap<string, Control>
  /** By control id. */
  readonly links: ReadonlyMap<string, readonly RequirementLink[]>
}

/**
 * Checks every file against its schema and every reference against what exists.
 * Throws EvidentiaError `invalid-input` naming the file and field.
 */
export function parseCatalog(source: CatalogSource): Catalog {
  const frameworks = collect(source.frameworks, frameworkSchema)
  const controls = collect(source.controls, controlSchema)
  const links = new Map<string, RequirementLink[]>([...controls.keys()].map((id) => [id, []]))
  for (const framework of frameworks.values()) {
    const ids = new Set(framework.requirements.map((r) => r.id))
    if (ids.size !== framework.requirements.length) refuse(framework.id, 'requirements', 'names a requirement twice')
    for (const requirement of framework.requirements) {
      if (requirement.parent !== undefined && !ids.has(requirement.parent)) {
        refuse(framework.id, requirement.id, `has parent ${requirement.parent}, which the framework does not contain`)
      }
      for (const { control, relationship, rationale } of requirement.controls ?? []) {
        const list = links.get(control)
        if (list === undefined)
          return refuse(framework.id, requirement.id, `names control ${control}, which the catalog does not contain`)
        list.push({ framework, requirement, relationship, rationale })
      }
    }
  }
  return { frameworks, controls, links }
}

/** The evidence requirement `<control>/<requirement>`, or null. */
export function findEvidenceRequirement(
  catalog: Catalog,
  id: string,
): { control: Control; requirement: EvidenceRequirement } | null {
  const [controlId, requirementId] = id.split('/')
  const control = controlId === undefined ? undefined : catalog.controls.get(controlId)
  const requirement = control?.evidence.find((e) => e.id === requirementId)
  return control === undefined || requirement === undefined ? null : { control, requirement }
}

function collect<T extends { readonly id: string }>(
  files: CatalogSource['frameworks'],
  schema: z.ZodType<T>,
): Map<string, T> {
  const items = new Map<string, T>()
  for (const { path, value } of files) {
    const parsed = schema.safeParse(value)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw new EvidentiaError('invalid-input', `${path}: ${issue?.path.join('.')}: ${issue?.message}.`, {
        place: { file: path, field: issue?.path.join('.') },
      })
    }
    if (items.has(parsed.data.id)) refuse(path, 'id', `repeats ${parsed.data.id}, which another file already has`)
    items.set(parsed.data.id, parsed.data)
  }
  return items
}

function refuse(file: string, field: string, problem: string): never {
  throw new EvidentiaError('invalid-input', `${file}: ${field} ${problem}.`, { place: { file, field } })
}
