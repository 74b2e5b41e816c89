import type { z } from 'zod'
import { EvidentiaError } from '../errors.ts'
import type { StateClock } from '../incidents/state-clock.ts'
import { stateClockSchema } from '../incidents/state-clock.ts'
import type { Control, EvidenceRequirement } from './control.ts'
import { controlSchema } from './control.ts'
import type { Framework, Link, Requirement } from './framework.ts'
import { frameworkSchema } from './framework.ts'
import type { Playbook } from './playbook.ts'
import { playbookSchema } from './playbook.ts'
import type { PolicyTemplate } from './policy-template.ts'
import { policyTemplateSchema } from './policy-template.ts'
import type { Questionnaire } from './questionnaire.ts'
import { questionnaireSchema } from './questionnaire.ts'
import type { Templates } from './template-references.ts'
import { checkTemplates } from './template-references.ts'
import type { WorkloadTemplate } from './workload-template.ts'
import { workloadTemplateSchema } from './workload-template.ts'

/** Catalog files as read: parsed, not yet checked. */
export interface CatalogSource {
  readonly frameworks: readonly CatalogFile[]
  readonly controls: readonly CatalogFile[]
  readonly policies?: readonly CatalogFile[] | undefined
  readonly playbooks?: readonly CatalogFile[] | undefined
  readonly questionnaires?: readonly CatalogFile[] | undefined
  readonly workloads?: readonly CatalogFile[] | undefined
  readonly breachClocks?: readonly CatalogFile[] | undefined
}

interface CatalogFile {
  readonly path: string
  readonly value: unknown
}

/** A requirement served by a control, with why. */
export interface RequirementLink extends Link {
  readonly framework: Framework
  readonly requirement: Requirement
  readonly control: Control
}

/** Frameworks and controls, checked, and their links readable from both ends. */
export interface Catalog {
  readonly frameworks: ReadonlyMap<string, Framework>
  /** The newest version of each control, by id. */
  readonly controls: ReadonlyMap<string, Control>
  /** Every version of every control, by `<id>@<version>`. */
  readonly versions: ReadonlyMap<string, Control>
  /** By control id, in the order of frameworks and their requirements. */
  readonly links: ReadonlyMap<string, readonly RequirementLink[]>
  /** By framework id, then requirement id: the same links from the other end. A requirement nothing serves has none. */
  readonly served: ReadonlyMap<string, ReadonlyMap<string, readonly RequirementLink[]>>
  readonly policies: ReadonlyMap<string, PolicyTemplate>
  readonly playbooks: ReadonlyMap<string, Playbook>
  readonly questionnaires: ReadonlyMap<string, Questionnaire>
  readonly workloads: ReadonlyMap<string, WorkloadTemplate>
  /** Notice deadlines of States, by id. */
  readonly breachClocks: ReadonlyMap<string, StateClock>
}

/**
 * Checks every file against its schema and every reference against what exists.
 * Throws EvidentiaError `invalid-input` naming the file and field.
 */
export function parseCatalog(source: CatalogSource): Catalog {
  const frameworks = collect(source.frameworks, frameworkSchema, (framework) => framework.id)
  const versions = collect(source.controls, controlSchema, (control) => `${control.id}@${control.version}`)
  const controls = newestOf(versions)
  const links = new Map<string, RequirementLink[]>([...controls.keys()].map((id) => [id, []]))
  const served = new Map<string, Map<string, RequirementLink[]>>()
  const declared = declaredByControls(controls, frameworks)
  for (const framework of frameworks.values()) {
    checkRequirements(framework)
    const ofFramework = new Map<string, RequirementLink[]>()
    for (const requirement of framework.requirements) {
      const ofRequirement: RequirementLink[] = []
      for (const { control: id, ...link } of requirement.controls ?? []) {
        const control = controls.get(id)
        if (control === undefined) {
          return refuse(framework.id, requirement.id, `names control ${id}, which the catalog does not contain`)
        }
        ofRequirement.push({ framework, requirement, control, ...link })
      }
      for (const { control, link } of declared.get(`${framework.id} ${requirement.id}`) ?? []) {
        if (ofRequirement.some((known) => known.control === control)) {
          refuse(control.id, `serves ${requirement.id}`, `repeats a link that ${framework.id} already states; keep one`)
        }
        ofRequirement.push({ framework, requirement, control, ...link })
      }
      if (ofRequirement.length > 0) ofFramework.set(requirement.id, ofRequirement)
      for (const link of ofRequirement) links.get(link.control.id)?.push(link)
    }
    served.set(framework.id, ofFramework)
  }
  const templates = collectTemplates(source)
  checkTemplates(templates, { frameworks, controls })
  const breachClocks = collect(source.breachClocks ?? [], stateClockSchema, (clock) => clock.id)
  return { frameworks, controls, versions, links, served, ...templates, breachClocks }
}

function checkRequirements(framework: Framework): void {
  const ids = new Set(framework.requirements.map((r) => r.id))
  if (ids.size !== framework.requirements.length) refuse(framework.id, 'requirements', 'names a requirement twice')
  for (const { id, parent } of framework.requirements) {
    if (parent !== undefined && !ids.has(parent)) {
      refuse(framework.id, id, `has parent ${parent}, which the framework does not contain`)
    }
  }
}

/** The links that control files state, by `<framework> <requirement>`. */
function declaredByControls(
  controls: ReadonlyMap<string, Control>,
  frameworks: ReadonlyMap<string, Framework>,
): Map<string, { control: Control; link: Link }[]> {
  const known = new Map([...frameworks].map(([id, f]) => [id, new Set(f.requirements.map((r) => r.id))]))
  const declared = new Map<string, { control: Control; link: Link }[]>()
  for (const control of controls.values()) {
    for (const { framework, requirement, ...link } of control.serves ?? []) {
      if (known.get(framework)?.has(requirement) !== true) {
        refuse(control.id, 'serves', `names ${framework} ${requirement}, which the catalog does not contain`)
      }
      const key = `${framework} ${requirement}`
      declared.set(key, [...(declared.get(key) ?? []), { control, link }])
    }
  }
  return declared
}

/** The evidence requirement `<control>/<requirement>`, or null. */
export function findEvidenceRequirement(
  catalog: Catalog,
  id: string,
): { control: Control; requirement: EvidenceRequirement } | null {
  const [controlId, requirementId] = id.split('/')
  const newest = controlId === undefined ? undefined : catalog.controls.get(controlId)
  // Evidence of last year may belong to a requirement that a later version of the control no longer has.
  for (let version = newest?.version ?? 0; version > 0; version--) {
    const control = catalog.versions.get(`${newest?.id}@${version}`)
    const requirement = control?.evidence.find((e) => e.id === requirementId)
    if (control !== undefined && requirement !== undefined) return { control, requirement }
  }
  return null
}

function collectTemplates(source: CatalogSource): Templates {
  return {
    policies: collect(source.policies ?? [], policyTemplateSchema, (policy) => policy.id),
    playbooks: collect(source.playbooks ?? [], playbookSchema, (playbook) => playbook.id),
    questionnaires: collect(source.questionnaires ?? [], questionnaireSchema, (questionnaire) => questionnaire.id),
    workloads: collect(source.workloads ?? [], workloadTemplateSchema, (workload) => workload.id),
  }
}

function newestOf(versions: ReadonlyMap<string, Control>): Map<string, Control> {
  const newest = new Map<string, Control>()
  for (const control of versions.values()) {
    if (control.version > (newest.get(control.id)?.version ?? 0)) newest.set(control.id, control)
  }
  return newest
}

function collect<T>(files: readonly CatalogFile[], schema: z.ZodType<T>, keyOf: (item: T) => string): Map<string, T> {
  const items = new Map<string, T>()
  for (const { path, value } of files) {
    const parsed = schema.safeParse(value)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw new EvidentiaError('invalid-input', `${path}: ${issue?.path.join('.')}: ${issue?.message}.`, {
        place: { file: path, field: issue?.path.join('.') },
      })
    }
    const key = keyOf(parsed.data)
    if (items.has(key)) refuse(path, 'id', `repeats ${key}, which another file already has`)
    items.set(key, parsed.data)
  }
  return items
}

function refuse(file: string, field: string, problem: string): never {
  throw new EvidentiaError('invalid-input', `${file}: ${field} ${problem}.`, { place: { file, field } })
}
