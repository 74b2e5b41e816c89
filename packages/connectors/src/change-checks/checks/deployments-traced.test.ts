import { describe, expect, it } from 'vitest'
import { deployment, judgeScene } from '../../testing/check-input.ts'
import { deploymentsTraced } from './deployments-traced.ts'

const evaluate = (body: Parameters<typeof deployment>[1]) =>
  judgeScene(deploymentsTraced, { population: [deployment('d-1', { environment: 'Production', ...body })] }).verdict

describe('deployments-traced', () => {
  it('is met by a change or a pull request, and not met by neither', () => {
    expect(evaluate({ change: 'CHG-1' })).toBe('met')
    expect(evaluate({ pullRequest: 'portal#1' })).toBe('met')
    expect(evaluate({})).toBe('not-met')
    expect(evaluate({ outcome: 'rolled-back' })).toBe('not-met')
  })

  it('is unknown without an environment and without deployments', () => {
    expect(evaluate({ environment: null })).toBe('unknown')
    for (const population of [[], null]) expect(judgeScene(deploymentsTraced, { population }).verdict).toBe('unknown')
  })

  it('leaves out what failed or went elsewhere', () => {
    expect(evaluate({ outcome: 'failed' })).toBe('not-applicable')
    expect(evaluate({ environment: 'staging' })).toBe('not-applicable')
  })
})
