import { recordCheck } from '../../record-check.ts'
import { judgeFlag, outside, untold } from '../../said.ts'
import { isOnBranch, protectedBranches } from '../merged.ts'

export const mergesPassedChecks = recordCheck({
  id: 'merges-passed-checks',
  asserts: 'The automatic checks on the last commit of every pull request merged into {branches} had passed.',
  type: 'pull-request',
  parameters: { branches: protectedBranches },
  wording: {
    items: 'merged pull requests',
    failing: 'failed their automatic checks',
    holding: 'passed their automatic checks',
  },
  named: ({ body }) => `${body.repository}#${body.number}`,
  judge({ body }, { parameters }) {
    if (body.state !== 'merged') return outside(`the pull request is ${body.state}`, body.state)
    const onBranch = isOnBranch(body, parameters.branches)
    if (onBranch === false) return outside(`it goes into ${body.base}`, body.base)
    if (onBranch === null) return untold('the source does not say into which branch it goes')
    return judgeFlag(body.checksPassed, {
      yes: 'its checks passed',
      no: 'its checks did not pass',
      asked: 'whether its checks passed',
    })
  },
})
