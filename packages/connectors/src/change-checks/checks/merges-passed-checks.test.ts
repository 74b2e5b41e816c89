import { describe, expect, it } from 'vitest'
import { judgeScene, pullRequest } from '../../testing/check-input.ts'
import { mergesPassedChecks } from './merges-passed-checks.ts'

const evaluate = (body: Parameters<typeof pullRequest>[1], branches = ['main']) =>
  judgeScene(mergesPassedChecks, { parameters: { branches }, population: [pullRequest(1, { base: 'main', ...body })] })
    .verdict

describe('merges-passed-checks', () => {
  it('is met where they passed and not met where they did not', () => {
    expect(evaluate({ checksPassed: true })).toBe('met')
    expect(evaluate({ checksPassed: false })).toBe('not-met')
  })

  it('is unknown where the source does not say, and without pull requests', () => {
    expect(evaluate({})).toBe('unknown')
    expect(evaluate({ checksPassed: true, base: null })).toBe('unknown')
    for (const population of [[], null]) expect(judgeScene(mergesPassedChecks, { population }).verdict).toBe('unknown')
  })

  it('speaks of the branches named', () => {
    expect(evaluate({ checksPassed: false }, ['release'])).toBe('not-applicable')
    expect(evaluate({ checksPassed: false, state: 'closed' })).toBe('not-applicable')
  })
})
