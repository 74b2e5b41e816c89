import type { Control } from '../catalog/control.ts'
import { controlAreas } from '../catalog/control.ts'
import type { Framework, Requirement } from '../catalog/framework.ts'
import type { Draft, OscalDocument } from './draft.ts'
import type { JsonObject } from './json.ts'
import type { Scope } from './scope.ts'
import { controlToken, libraryId, toToken } from './token.ts'
import { label, property, prose, title } from './text.ts'

/**
 * The frameworks in scope, one group each, and the library of integrated controls beside them, so that one document holds
 * both ends of every link. Requirements carry our own titles; the wording of a standard is never in it.
 */
export function composeCatalog(draft: Draft): OscalDocument {
  const { scope } = draft
  const groups = [...scope.frameworks.map((f) => describeFramework(draft, f)), describeLibrary(scope)]
  return draft.close(
    {
      title: `${scope.frameworks.map((f) => f.shortTitle).join(', ')} and the Evidentia control library`,
      remarks: scope.frameworks.map((f) => `${f.title}: ${f.licence}`).join('\n\n'),
    },
    { groups },
  )
}

/** Library controls that belong in the scope's catalog: those that serve a framework in it, and those that are adopted. */
function libraryControls(scope: Scope): Control[] {
  const inScope = new Set(scope.frameworks.map((f) => f.id))
  return [...scope.input.catalog.controls.values()].filter(
    ({ id }) =>
      scope.operated.has(id) ||
      (scope.input.catalog.links.get(id) ?? []).some(({ framework }) => inScope.has(framework.id)),
  )
}

function describeFramework(draft: Draft, framework: Framework): JsonObject {
  const { source } = framework
  const cited = draft.resource(`framework/${framework.id}`, () => ({
    title: title(source.title),
    citation: { text: title(`${source.reference ?? source.title}; compared on ${source.checked}`) },
    remarks: source.confidence === undefined ? undefined : prose(`Confidence: ${source.confidence}`),
  }))
  const tokens = draft.scope.tokens.get(framework.id) ?? new Map<string, string>()
  const sections = Map.groupBy(framework.requirements.filter(isTop), (r) => r.group ?? framework.title)
  return {
    id: toToken(framework.id),
    class: 'framework',
    title: title(framework.title),
    props: [
      label(framework.shortTitle),
      property('edition', framework.edition),
      property('status', framework.status, framework.status === 'proposed' ? 'Proposed, not law.' : undefined),
    ],
    links: [{ href: cited, rel: 'reference' }],
    parts: [{ name: 'overview', prose: prose(framework.counting) }],
    groups: [...sections].map(([name, top], at) => ({
      id: `${toToken(framework.id)}.g${at + 1}`,
      title: title(name),
      controls: top.map((requirement) => describeRequirement(framework, requirement, tokens)),
    })),
  }
}

function isTop({ parent }: Requirement): boolean {
  return parent === undefined
}

function describeRequirement(
  framework: Framework,
  requirement: Requirement,
  tokens: ReadonlyMap<string, string>,
): JsonObject {
  const { id, designation, confidence, note, notReached } = requirement
  const token = tokens.get(id) ?? toToken(id)
  const below = framework.requirements.filter(({ parent }) => parent === id)
  return {
    id: token,
    class: requirement.kind,
    title: title(requirement.title),
    props: [
      label(id),
      ...(designation === undefined ? [] : [property('designation', designation)]),
      ...(confidence === undefined ? [] : [property('confidence', confidence)]),
      ...(notReached === undefined ? [] : [property('reach', 'not-reached', notReached)]),
    ],
    parts: note === undefined ? [] : [{ id: `${token}_gdn`, name: 'guidance', prose: prose(note) }],
    controls: below.map((one) => describeRequirement(framework, one, tokens)),
  }
}

function describeLibrary(scope: Scope): JsonObject {
  const byArea = Map.groupBy(libraryControls(scope), ({ area }) => area)
  return {
    id: libraryId,
    class: 'library',
    title: 'Evidentia control library',
    groups: controlAreas.flatMap((area) => {
      const controls = byArea.get(area)
      return controls === undefined
        ? []
        : [{ id: `${libraryId}.${area}`, title: area, controls: controls.map(describeControl) }]
    }),
  }
}

function describeControl(control: Control): JsonObject {
  const token = controlToken(control.id)
  return {
    id: token,
    class: 'integrated-control',
    title: title(control.title),
    params: control.evidence.map(({ id, title: name, cadence }) => ({
      id: `${token}_prm.${id}`,
      label: title(`cadence of ${name}`),
      values: [cadence],
    })),
    props: [
      label(control.id),
      property('version', String(control.version)),
      property('owner-role', control.ownerRole),
      property('backup-role', control.backupRole),
    ],
    parts: [
      { id: `${token}_smt`, name: 'statement', prose: prose(`${control.objective}\n\n${control.policy.clause}`) },
      ...control.evidence.map(({ id, title: name, artifact }) => ({
        id: `${token}_obj.${id}`,
        name: 'assessment-objective',
        title: title(name),
        prose: `${prose(artifact)}\n\nOwed: {{ insert: param, ${token}_prm.${id} }}.`,
      })),
    ],
  }
}
