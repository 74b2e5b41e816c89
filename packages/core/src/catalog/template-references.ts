import { EvidentiaError } from '../errors.ts'
import type { Catalog } from './catalog.ts'
import { listPlaceholders } from './policy-template.ts'

export type Templates = Pick<Catalog, 'policies' | 'playbooks' | 'questionnaires' | 'workloads'>
type Known = Pick<Catalog, 'frameworks' | 'controls'>

/** Refuses a template that names a control, requirement, variable or cadence the catalog does not have. */
export function checkTemplates(templates: Templates, known: Known): void {
  for (const policy of templates.policies.values()) {
    checkControls(policy.id, 'controls', policy.controls, known)
    for (const { framework, requirement } of policy.answers) {
      const found = known.frameworks.get(framework)?.requirements.some((r) => r.id === requirement)
      if (found !== true) refuse(policy.id, 'answers', `names ${framework} ${requirement}`)
    }
    const used = listPlaceholders(policy.text)
    for (const name of used) {
      if (name.startsWith('cadence ')) checkCadence(policy.id, name, known)
      else if (name !== 'organization' && !(name in policy.variables)) refuse(policy.id, 'text', `uses {{${name}}}`)
    }
    for (const name of Object.keys(policy.variables)) {
      if (!used.includes(name)) refuse(policy.id, 'variables', `declares ${name}, which the text does not use`)
    }
  }
  for (const { id, phases } of templates.playbooks.values()) {
    for (const step of phases.flatMap((phase) => phase.steps)) checkControls(id, step.id, step.controls ?? [], known)
  }
  for (const { id, sections } of templates.questionnaires.values()) {
    for (const question of sections.flatMap((s) => s.questions))
      checkControls(id, question.id, question.controls ?? [], known)
  }
  for (const { id, controls } of templates.workloads.values()) checkControls(id, 'controls', controls, known)
}

function checkControls(file: string, field: string, ids: readonly string[], known: Known): void {
  const stranger = ids.find((id) => !known.controls.has(id))
  if (stranger !== undefined) refuse(file, field, `names control ${stranger}`)
}

function checkCadence(file: string, name: string, known: Known): void {
  const [control = '', requirement] = name.slice('cadence '.length).trim().split('/')
  const isKnown = known.controls.get(control)?.evidence.some((e) => e.id === requirement)
  if (isKnown !== true) refuse(file, 'text', `uses {{${name}}}`)
}

function refuse(file: string, field: string, problem: string): never {
  throw new EvidentiaError('invalid-input', `${file}: ${field} ${problem}, which the catalog does not contain.`, {
    place: { file, field },
  })
}
