import { EvidentiaError } from '../errors.ts'
import { endOfDay, startOfDay } from '../time/date.ts'
import { toolOrigin } from './assessment-platform.ts'
import type { Draft, OscalDocument } from './draft.ts'
import { documentName } from './draft.ts'
import type { JsonObject } from './json.ts'
import { observeFinding, observeRows } from './observations.ts'
import { judgeRequirement } from './requirement-standing.ts'
import { objectiveToken, reviewedControls } from './reviewed-controls.ts'
import type { Risk } from './risks.ts'
import { listRisks } from './risks.ts'
import { property, prose, title } from './text.ts'

/**
 * What was observed in the observation window up to the day, and for every requirement in scope whether it is satisfied.
 * Throws EvidentiaError `invalid-input` where the window begins after the day.
 */
export function composeAssessmentResults(draft: Draft): OscalDocument {
  const { scope } = draft
  const { organization, asOf, input } = scope
  const { period } = input.assessment
  if (period.from > asOf) {
    throw new EvidentiaError(
      'invalid-input',
      `The period begins on ${period.from}, after the day asked about, ${asOf}.`,
      {
        remedy: 'Ask about a day within the period.',
      },
    )
  }
  const until = period.to < asOf ? period.to : asOf
  const observations = observeRows(draft, [...scope.rows.values()].flat(), 'everything')
  const risks = listRisks(draft)
  const loose = risks.flatMap(({ finding, rows }) =>
    finding === null || rows.length > 0 ? [] : [observeFinding(draft, finding)],
  )
  const observedFor = ({ finding, rows }: Risk): string[] =>
    rows.length > 0
      ? rows.flatMap((key) => observations.byRow.get(key) ?? [])
      : loose.filter(({ uuid }) => uuid === draft.uuid('observation', 'finding', finding?.id ?? '')).map((o) => o.uuid)
  return draft.close(
    { title: `Assessment of ${organization.name}, ${period.from} to ${until}` },
    {
      'import-ap': { href: documentName('assessment-plan', input.framework) },
      results: [
        {
          uuid: draft.uuid('result', period.from, until),
          title: title(`${period.from} to ${until}`),
          description: prose(
            'Computed from recorded evidence. Satisfied says that every adopted control linked to a requirement has what it ' +
              'owes and that its checks hold; how far those controls reach is in the mapping collection.',
          ),
          start: startOfDay(period.from, organization.timeZone),
          end: endOfDay(until, organization.timeZone),
          'reviewed-controls': reviewedControls(scope),
          observations: [...observations.all, ...loose],
          risks: risks.map((risk) => risk.describe(observedFor(risk))),
          findings: describeFindings(draft, observations.byRow, risks),
        },
      ],
    },
  )
}

function describeFindings(
  draft: Draft,
  observed: ReadonlyMap<string, readonly string[]>,
  risks: readonly Risk[],
): JsonObject[] {
  const { scope } = draft
  return scope.frameworks.flatMap((framework) =>
    framework.requirements.map((requirement) => {
      const token = scope.tokens.get(framework.id)?.get(requirement.id) ?? ''
      const { state, reason, explanation, rows } = judgeRequirement(scope, framework, requirement)
      const keys = new Set(rows.map(({ key }) => key))
      const decision = `addressable-decision:${framework.id}:${requirement.id}`
      const related = risks.filter((r) => r.rows.some((key) => keys.has(key)) || r.finding?.id === decision)
      return {
        uuid: draft.uuid('finding', framework.id, requirement.id),
        title: title(`${requirement.id} ${requirement.title}`),
        description: prose(explanation),
        props: [property('requirement', requirement.id)],
        origins: [toolOrigin(draft)],
        target: {
          type: 'objective-id',
          'target-id': objectiveToken(token),
          status: { state, reason },
        },
        'related-observations': [...keys].flatMap((key) =>
          (observed.get(key) ?? []).map((uuid) => ({ 'observation-uuid': uuid })),
        ),
        'related-risks': related.map(({ uuid }) => ({ 'risk-uuid': uuid })),
      }
    }),
  )
}
