import { recordCheck } from '../../record-check.ts'
import { isSameName, met, notMet, outside, untold } from '../../said.ts'

export const deploymentsTraced = recordCheck({
  id: 'deployments-traced',
  asserts: 'Every deployment to {environments} names the change or the pull request it belongs to.',
  type: 'deployment',
  parameters: {
    environments: {
      type: 'texts',
      title: 'Environments that are production',
      maximumItems: 20,
      default: ['production', 'prod'],
    },
  },
  wording: { items: 'deployments to production', failing: 'name no change', holding: 'name their change' },
  named: ({ body }) => body.identifier,
  judge({ body: { outcome, environment, change, pullRequest } }, { parameters }) {
    if (outcome === 'failed' || outcome === 'in-progress') return outside(`the deployment is ${outcome}`, outcome)
    if (environment === null) return untold('the source does not say to which environment it went')
    if (!parameters.environments.some((name) => isSameName(name, environment)))
      return outside(`it went to ${environment}`, environment)
    const cause = change ?? pullRequest
    return cause === null
      ? notMet('it names neither a change nor a pull request')
      : met(`it belongs to ${cause}`, cause)
  },
})
