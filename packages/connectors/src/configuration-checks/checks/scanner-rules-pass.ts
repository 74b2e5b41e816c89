import { defineCheck, type Sourced } from '@evidentia/core'
import { itemOf, judge, type Said, unknown } from '../../judgement.ts'

const severities: readonly string[] = ['critical', 'high', 'medium', 'low', 'informational']
type State = Sourced<'configuration-state'>

/** What a scanner of configuration says, from the severity up that the organization acts on. */
export const scannerRulesPass = defineCheck({
  id: 'scanner-rules-pass',
  version: 1,
  asserts: 'No rule of the scanner with severity {leastSeverity} or above fails.',
  population: ['configuration-state'],
  joins: [],
  shrinkage: 'silence',
  parameters: {
    leastSeverity: {
      type: 'choice',
      title: 'The lowest severity that counts',
      options: [...severities],
      default: 'high',
    },
  },
  evaluate({ population, parameters }) {
    const states = population('configuration-state')
    if (states === null) return unknown('The evidence carries no configuration that could be read.')
    const ruled = states.filter(({ body }) => body.rule !== null)
    const items = ruled.map((state) =>
      itemOf(`${state.body.resourceName ?? state.body.resource} ${state.body.rule}`, state, judgeRule(state)),
    )
    return judge(items, { items: 'outcomes', failing: 'fail', holding: 'pass' })

    function judgeRule({ body }: State): Said {
      const value = body.outcome
      const counts = severities.slice(0, severities.indexOf(parameters.leastSeverity) + 1)
      const isMinor = body.severity !== null && body.severity !== 'unknown' && !counts.includes(body.severity)
      if (isMinor) return { verdict: 'not-applicable', reason: `its severity is ${body.severity}`, value }
      if (value === 'pass') return { verdict: 'met', reason: 'the rule passes', value }
      if (value === 'fail' && body.status !== 'resolved')
        return { verdict: 'not-met', reason: body.title ?? 'the rule fails', value }
      if (value === 'fail') return { verdict: 'met', reason: 'the source says that it is resolved', value: 'resolved' }
      return { verdict: 'unknown', reason: 'the scanner could not tell', value }
    }
  },
})
