import { describePlatform, toolOrigin } from './assessment-platform.ts'
import type { Draft, OscalDocument } from './draft.ts'
import { documentName } from './draft.ts'
import type { JsonObject } from './json.ts'
import { observeFinding, observeRows } from './observations.ts'
import type { Risk } from './risks.ts'
import { listRisks } from './risks.ts'
import { property, prose } from './text.ts'

/** Every open finding with its due day and owner, and every approved exception as a deviation. */
export function composePlanOfActionAndMilestones(draft: Draft): OscalDocument {
  const { scope } = draft
  const risks = listRisks(draft)
  const keys = new Set(risks.flatMap(({ rows }) => rows))
  const rows = [...scope.rows.values()].flat().filter(({ key }) => keys.has(key))
  const standing = observeRows(draft, rows, 'standing')
  const loose = risks.flatMap((risk) =>
    risk.finding === null || risk.rows.length > 0 ? [] : [{ risk, observation: observeFinding(draft, risk.finding) }],
  )
  const observedFor = (risk: Risk): string[] => [
    ...risk.rows.flatMap((key) => standing.byRow.get(key) ?? []),
    ...loose.filter((one) => one.risk === risk).map(({ observation }) => observation.uuid),
  ]
  return draft.close(
    { title: `Open findings and exceptions of ${scope.organization.name}` },
    {
      'import-ssp': { href: documentName('system-security-plan', scope.input.framework) },
      'system-id': {
        'identifier-type': 'http://ietf.org/rfc/rfc4122',
        id: draft.uuid('component', 'organization'),
      },
      'local-definitions': { 'assessment-assets': describePlatform(draft) },
      observations: [...standing.all, ...loose.map(({ observation }) => observation)],
      risks: risks.map((risk) => risk.describe(observedFor(risk))),
      'poam-items':
        risks.length === 0 ? [nothingOpen(draft)] : risks.map((risk) => describeItem(draft, risk, observedFor(risk))),
    },
  )
}

function describeItem(draft: Draft, risk: Risk, observations: readonly string[]): JsonObject {
  const { finding } = risk
  return {
    uuid: draft.uuid('poam-item', risk.uuid),
    title: risk.title,
    description: finding === null ? 'An approved deviation; it ends on its deadline.' : prose(finding.facts.join('\n')),
    props:
      finding === null
        ? []
        : [
            property('since', finding.since),
            ...(finding.due === null ? [] : [property('due', finding.due)]),
            ...(finding.owner === null ? [] : [property('owner', finding.owner)]),
          ],
    origins: [toolOrigin(draft)],
    'related-observations': observations.map((uuid) => ({ 'observation-uuid': uuid })),
    'related-risks': [{ 'risk-uuid': risk.uuid }],
  }
}

/** OSCAL wants at least one item, also of a programme that has none. */
function nothingOpen(draft: Draft): JsonObject {
  return {
    uuid: draft.uuid('poam-item', 'none'),
    title: 'Nothing is open',
    description: `No finding and no exception on ${draft.scope.asOf}. OSCAL requires an item, so this one says so.`,
  }
}
