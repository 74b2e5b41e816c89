import type { Row } from '../assessment/row.ts'
import type { Control } from '../catalog/control.ts'
import type { Framework, Requirement } from '../catalog/framework.ts'
import type { Decision } from '../program/decision.ts'
import { sensitivitySchema } from '../program/system.ts'
import { isValidOn } from '../time/date.ts'
import type { Component } from './components.ts'
import { listComponents } from './components.ts'
import type { Draft, OscalDocument } from './draft.ts'
import { documentName } from './draft.ts'
import type { JsonObject } from './json.ts'
import { adoptedLinks, inOrder } from './scope.ts'
import { line, notRecorded, property, prose, title } from './text.ts'

/** The workload as the inventory and the adopted controls describe it. What nobody recorded says so. */
export function composeSystemSecurityPlan(draft: Draft): OscalDocument {
  const { scope } = draft
  const components = listComponents(draft)
  const requirements = scope.frameworks.flatMap((framework) =>
    framework.requirements.map((requirement) => implementRequirement(draft, framework, requirement, components)),
  )
  return draft.close(
    { title: `System security plan of ${scope.organization.name}` },
    {
      'import-profile': { href: documentName('profile', scope.input.framework) },
      'system-characteristics': describeCharacteristics(draft),
      'system-implementation': {
        components: components.map((component) => ({
          uuid: component.uuid,
          ...(component.kind === 'organization' ? { type: 'this-system' } : {}),
          ...component.description,
          status: { state: 'operational', remarks: 'In service or engaged on this day according to the inventory.' },
        })),
      },
      'control-implementation': {
        description: 'Requirements as carried out by the integrated controls that the organization adopted.',
        'implemented-requirements': requirements,
      },
    },
  )
}

function describeCharacteristics(draft: Draft): JsonObject {
  const { scope, uuid } = draft
  const { organization, program, asOf } = scope
  const systems = [...program.system.values()].filter(({ inService }) => isValidOn(inService, asOf))
  const levels = sensitivitySchema.options
  const highest = levels.findLast((level) => systems.some(({ sensitivity }) => sensitivity === level))
  const nameOf = (end: { system?: string | undefined; vendor?: string | undefined }): string =>
    program.system.get(end.system ?? '')?.name ?? program.vendor.get(end.vendor ?? '')?.name ?? notRecorded
  const flows = inOrder(program.flow)
    .filter(({ active }) => isValidOn(active, asOf))
    .map(
      (f) =>
        `- ${nameOf(f.from)} to ${nameOf(f.to)}: ${f.carries} by ${f.protocol}, ${f.encrypted ? '' : 'not '}encrypted`,
    )
  return {
    'system-ids': [{ 'identifier-type': 'http://ietf.org/rfc/rfc4122', id: uuid('component', 'organization') }],
    'system-name': line(organization.name),
    description: prose(organization.description ?? notRecorded),
    'security-sensitivity-level': highest ?? notRecorded,
    'system-information': { 'information-types': listInformationTypes(draft) },
    status:
      systems.length > 0
        ? { state: 'operational', remarks: `${systems.length} systems of the inventory are in service on ${asOf}.` }
        : { state: 'other', remarks: `No system is recorded as in service on ${asOf}.` },
    'authorization-boundary': {
      description: 'The components of this plan: the systems in service and the vendors engaged.',
      remarks: `A description or diagram of the boundary: ${notRecorded}.`,
    },
    'data-flow': flows.length === 0 ? undefined : { description: prose(flows.join('\n')) },
    remarks: `Authorization date, impact levels and network architecture: ${notRecorded}.`,
  }
}

/** One type per category of PHI, and one per level of sensitivity below it, with the systems that hold it. */
function listInformationTypes(draft: Draft): JsonObject[] {
  const { program, asOf } = draft.scope
  const held = new Map<string, string[]>()
  const hold = (type: string, system: string): void => void held.set(type, [...(held.get(type) ?? []), system])
  for (const { name, sensitivity, phi, inService } of inOrder(program.system)) {
    if (!isValidOn(inService, asOf) || sensitivity === 'none') continue
    if (sensitivity !== 'phi') hold(`${sensitivity} information`, name)
    else if (phi === undefined) hold('PHI, categories not recorded', name)
    else for (const category of phi) hold(`PHI: ${category}`, name)
  }
  if (held.size === 0)
    return [{ title: notRecorded, description: 'No system with information to protect is recorded.' }]
  return [...held]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, systems]) => ({
      uuid: draft.uuid('information', type),
      title: title(type),
      description: prose(`Held by ${systems.join(', ')}.`),
    }))
}

function implementRequirement(
  draft: Draft,
  framework: Framework,
  requirement: Requirement,
  components: readonly Component[],
): JsonObject {
  const { scope, uuid } = draft
  const serving = adoptedLinks(scope, framework.id, requirement.id).flatMap(
    ({ control }) => scope.operated.get(control.id) ?? [],
  )
  const decision = [...scope.program.decision.values()].find(
    (d) => d.framework === framework.id && d.requirement === requirement.id && d.decided <= scope.asOf,
  )
  const key = [framework.id, requirement.id] as const
  return {
    uuid: uuid('requirement', ...key),
    'control-id': scope.tokens.get(framework.id)?.get(requirement.id),
    props: requirement.designation === undefined ? [] : [property('designation', requirement.designation)],
    'by-components': components.flatMap((component) => {
      const described = describeOn(component, serving, decision)
      if (described === null) return []
      return [{ uuid: uuid('by-component', ...key, component.uuid), 'component-uuid': component.uuid, ...described }]
    }),
    remarks: serving.length > 0 ? undefined : prose(explainAbsence(requirement, decision)),
  }
}

function explainAbsence({ notReached = '' }: Requirement, decision: Decision | undefined): string {
  const how = decision === undefined ? `How it is implemented is ${notRecorded}.` : 'The decision says what is done.'
  return `No adopted control serves it. ${how} ${notReached}`
}

/** What `component` does for a requirement; null where it does nothing. The policies stand once, with the whole system. */
function describeOn(
  component: Component,
  serving: readonly Control[],
  decision: Decision | undefined,
): JsonObject | null {
  const own = serving.filter(({ id }) => component.controls.some((control) => control.id === id))
  const ids = new Set(own.map(({ id }) => id))
  const status = describeStatus(component.rows.filter(({ control }) => ids.has(control)))
  if (component.kind !== 'organization') {
    if (own.length === 0) return null
    const particular = own.map((control) => {
      const texts = control.implementation.filter(
        ({ for: kinds }) => kinds !== 'any' && kinds.some((k) => k === component.kind),
      )
      const how =
        texts.length === 0 ? 'As described for the system as a whole.' : texts.map(({ text }) => text).join(' ')
      return `${control.title} (${control.id}): ${how}`
    })
    return { description: prose(particular.join('\n\n')), 'implementation-status': status }
  }
  if (serving.length === 0 && decision === undefined) return null
  const policies = serving.map((c) => `${c.title} (${c.id}, version ${c.version}): ${c.policy.clause}`)
  const decided =
    decision === undefined
      ? []
      : [`Decided on ${decision.decided}: ${decision.choice}. ${decision.rationale} ${decision.measure ?? ''}`]
  return {
    description: prose([...decided, ...policies].join('\n\n')),
    'implementation-status': statusByDecision(decision) ?? status,
  }
}

function statusByDecision(decision: Decision | undefined): JsonObject | undefined {
  if (decision === undefined || decision.choice === 'implemented') return undefined
  const state = decision.choice === 'alternative' ? 'alternative' : 'not-applicable'
  return { state, remarks: prose(`Decided as ${decision.choice}, to be reviewed by ${decision.review}.`) }
}

/** Adopted is not yet operating: a row that does not stand makes the implementation partial. */
function describeStatus(rows: readonly Row[]): JsonObject | undefined {
  const judged = rows.filter(({ status }) => status !== 'not-applicable')
  if (judged.length === 0) return undefined
  const open = judged.filter(({ status }) => status !== 'current' && status !== 'due-soon')
  if (open.length === 0) return { state: 'implemented' }
  const told = open.map(({ control, requirement, status }) => `${control}/${requirement} is ${status}`).join(', ')
  return { state: 'partial', remarks: prose(`${told}.`) }
}
