import type { Row } from '../assessment/row.ts'
import type { Framework, Requirement } from '../catalog/framework.ts'
import type { Cadence, PlainCadence } from '../time/cadence.ts'
import { ruleOf } from '../time/cadence.ts'
import { describePlatform } from './assessment-platform.ts'
import { responsibleRoles, subjectUuid } from './components.ts'
import type { Draft, OscalDocument } from './draft.ts'
import { documentName } from './draft.ts'
import type { JsonObject } from './json.ts'
import { objectiveToken, reviewedControls } from './reviewed-controls.ts'
import type { Scope } from './scope.ts'
import { adoptedLinks, tokensServedBy } from './scope.ts'
import { property, prose, title } from './text.ts'

/** What is examined, on which components, how often: one activity and one task per evidence requirement that is owed. */
export function composeAssessmentPlan(draft: Draft): OscalDocument {
  const { scope } = draft
  const owed = [...Map.groupBy([...scope.rows.values()].flat(), activityKey).values()]
  const subjects = [...new Set(owed.flat().map((row) => subjectUuid(draft, row)))]
  return draft.close(
    { title: `Continuous assessment of ${scope.organization.name}` },
    {
      'import-ssp': { href: documentName('system-security-plan', scope.input.framework) },
      'local-definitions': {
        'objectives-and-methods': scope.frameworks.flatMap((framework) =>
          framework.requirements.map((requirement) => describeObjective(scope, framework, requirement)),
        ),
        activities: owed.map((rows) => describeActivity(draft, rows)),
      },
      'reviewed-controls': reviewedControls(scope),
      'assessment-subjects': subjects.length === 0 ? [] : [{ type: 'component', 'include-subjects': refer(subjects) }],
      'assessment-assets': describePlatform(draft),
      tasks: owed.map((rows) => describeTask(draft, rows)),
    },
  )
}

function activityKey({ control, requirement }: Row): string {
  return `${control}/${requirement}`
}

function describeObjective(scope: Scope, framework: Framework, requirement: Requirement): JsonObject {
  const token = scope.tokens.get(framework.id)?.get(requirement.id) ?? ''
  const links = adoptedLinks(scope, framework.id, requirement.id)
  const serving = links.map(({ control, relationship }) => `${control.id} (${relationship})`)
  return {
    'control-id': token,
    parts: [
      {
        id: objectiveToken(token),
        name: 'assessment-objective',
        prose: prose(
          serving.length === 0
            ? 'At least one adopted control serves the requirement. None does on this day.'
            : `Every adopted control that serves the requirement has the evidence it owes, and its checks hold: ${serving.join(', ')}.`,
        ),
      },
    ],
  }
}

function describeActivity(draft: Draft, rows: readonly Row[]): JsonObject {
  const [first] = rows
  if (first === undefined) return {}
  const tokens = tokensServedBy(draft.scope, first.control)
  return {
    uuid: draft.uuid('activity', activityKey(first)),
    title: title(first.requirementTitle),
    description: prose(first.artifact),
    props: [
      property('control', first.control),
      property('evidence-requirement', first.requirement),
      ...[...new Set(rows.map(({ systemOfRecord }) => systemOfRecord))].map((name) =>
        property('system-of-record', name),
      ),
    ],
    'related-controls':
      tokens.length === 0
        ? undefined
        : { 'control-selections': [{ 'include-controls': tokens.map((token) => ({ 'control-id': token })) }] },
    'responsible-roles': responsibleRoles(draft, first.owner, first.backupOwner),
  }
}

function describeTask(draft: Draft, rows: readonly Row[]): JsonObject {
  const [first] = rows
  if (first === undefined) return {}
  const subjects = [...new Set(rows.map((row) => subjectUuid(draft, row)))]
  return {
    uuid: draft.uuid('task', activityKey(first)),
    type: 'action',
    title: title(`Collect: ${first.requirementTitle}`),
    ...timingOf(first.cadence),
    'associated-activities': [
      {
        'activity-uuid': draft.uuid('activity', activityKey(first)),
        subjects: [{ type: 'component', 'include-subjects': refer(subjects) }],
      },
    ],
    'responsible-roles': responsibleRoles(draft, first.owner, first.backupOwner),
  }
}

function refer(components: readonly string[]): JsonObject[] {
  return components.map((uuid) => ({ 'subject-uuid': uuid, type: 'component' }))
}

/** What the cadence is in OSCAL's words; what follows an event has no frequency there. */
function timingOf(cadence: Cadence): JsonObject {
  const rule = ruleOf(cadence)
  if (rule.kind === 'event') return {}
  const frequency = rule.kind === 'days' ? { period: rule.days, unit: 'days' } : frequencies[rule.plain]
  return { timing: { 'at-frequency': frequency } }
}

const frequencies: { readonly [C in PlainCadence]: { readonly period: number; readonly unit: 'days' | 'months' } } = {
  continuous: { period: 1, unit: 'days' },
  daily: { period: 1, unit: 'days' },
  weekly: { period: 7, unit: 'days' },
  monthly: { period: 1, unit: 'months' },
  quarterly: { period: 3, unit: 'months' },
  'semi-annual': { period: 6, unit: 'months' },
  annual: { period: 12, unit: 'months' },
}
