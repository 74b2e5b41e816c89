import type { Decision } from '../program/decision.ts'
import type { Draft, OscalDocument } from './draft.ts'
import { documentName } from './draft.ts'
import type { JsonObject } from './json.ts'
import { adoptedLinks, tokensInScope } from './scope.ts'
import type { Property } from './text.ts'
import { property } from './text.ts'

/**
 * What the organization is judged by: every requirement of the editions it adopted, each marked with whether an adopted
 * control serves it. A requirement that nothing serves stays in, because leaving it out would hide the gap.
 */
export function composeProfile(draft: Draft): OscalDocument {
  const { scope } = draft
  const { program, input } = scope
  const decisions = new Map([...program.decision.values()].map((d) => [`${d.framework} ${d.requirement}`, d]))
  const alters = scope.frameworks.flatMap((framework) =>
    framework.requirements.map(({ id }): JsonObject => {
      const served = adoptedLinks(scope, framework.id, id).length
      const decision = decisions.get(`${framework.id} ${id}`)
      return {
        'control-id': scope.tokens.get(framework.id)?.get(id),
        adds: [
          {
            position: 'ending',
            props: [property('adopted-controls', String(served)), ...describeDecision(decision, scope.asOf)],
          },
        ],
      }
    }),
  )
  const names = scope.frameworks.map((f) => f.shortTitle).join(', ')
  return draft.close(
    { title: `What ${scope.organization.name} is judged by: ${names}` },
    {
      imports: [
        {
          href: documentName('catalog', input.framework),
          'include-controls': [{ 'with-ids': tokensInScope(scope) }],
        },
      ],
      merge: { 'as-is': true },
      modify: { alters },
    },
  )
}

function describeDecision(decision: Decision | undefined, asOf: string): Property[] {
  if (decision === undefined || decision.decided > asOf) return []
  const measure = decision.measure === undefined ? '' : ` Measure: ${decision.measure}`
  return [
    property('addressable-decision', decision.choice, `${decision.rationale}${measure}`),
    property('addressable-decision-review', decision.review),
  ]
}
