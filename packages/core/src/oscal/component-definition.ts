import { ownersOf } from '../assessment/obligations.ts'
import type { Control } from '../catalog/control.ts'
import type { Component } from './components.ts'
import { controlsWithoutSubject, implementationFor, listComponents, responsibleRoles } from './components.ts'
import type { Draft, OscalDocument } from './draft.ts'
import { documentName } from './draft.ts'
import type { JsonObject } from './json.ts'
import { controlToken } from './token.ts'
import { property, prose } from './text.ts'

/** The systems, the vendors and the organization itself, each with the library controls that are operated on it. */
export function composeComponentDefinition(draft: Draft): OscalDocument {
  const components = listComponents(draft).map((component) => {
    const controls =
      component.kind === 'organization'
        ? [...component.controls, ...controlsWithoutSubject(draft.scope)]
        : component.controls
    const type = component.kind === 'organization' ? { type: 'process-procedure' } : {}
    return {
      uuid: component.uuid,
      ...type,
      ...component.description,
      'control-implementations': controls.length === 0 ? [] : [implement(draft, component, controls)],
    }
  })
  const { organization } = draft.scope
  return draft.close({ title: `Components of ${organization.name} and the controls operated on them` }, { components })
}

function implement(draft: Draft, component: Component, controls: readonly Control[]): JsonObject {
  const { input, organization } = draft.scope
  return {
    uuid: draft.uuid('implementation', component.uuid),
    source: documentName('catalog', input.framework),
    description: prose(`Controls of the library as ${organization.name} operates them.`),
    'implemented-requirements': controls.map((control) => implementControl(draft, component, control)),
  }
}

function implementControl(draft: Draft, component: Component, control: Control): JsonObject {
  const { scope } = draft
  const tailoring = scope.adopted.get(control.id)
  const { owner, backupOwner } =
    tailoring === undefined ? { owner: null, backupOwner: null } : ownersOf(control, tailoring, scope.program)
  const token = controlToken(control.id)
  // The catalog document states the newest version; one that is operated may have evidence requirements that it dropped.
  const known = new Set(scope.input.catalog.controls.get(control.id)?.evidence.map(({ id }) => id))
  const isIdle = !scope.rows.has(control.id)
  return {
    uuid: draft.uuid('implemented', component.uuid, control.id),
    'control-id': token,
    description: prose(implementationFor(control, component.kind).join('\n\n')),
    props: [
      property('operated-version', String(control.version)),
      ...(tailoring === undefined ? [] : [property('adopted-on', tailoring.adopted, tailoring.reason)]),
    ],
    'set-parameters': control.evidence
      .filter(({ id }) => known.has(id))
      .map(({ id, cadence }) => ({ 'param-id': `${token}_prm.${id}`, values: [cadence] })),
    'responsible-roles': responsibleRoles(draft, owner, backupOwner),
    remarks: isIdle ? 'No system or vendor of the inventory is in its scope on this day.' : undefined,
  }
}
