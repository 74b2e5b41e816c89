import { describe, expect, it } from 'vitest'
import { account, judgeScene } from '../../testing/check-input.ts'
import { fewSuperAdministrators } from './few-super-administrators.ts'

const admin = (name: string, body: Parameters<typeof account>[1] = {}) => account(name, { privileged: true, ...body })
const evaluate = (...population: ReturnType<typeof account>[]) =>
  judgeScene(fewSuperAdministrators, { population, parameters: { maximum: 2 } }).verdict

describe('few-super-administrators', () => {
  it('is met at the limit, per system, and not met above it', () => {
    expect(evaluate(admin('a'), admin('b'), account('c', { privileged: false }))).toBe('met')
    expect(evaluate(admin('a'), admin('b'), admin('c'))).toBe('not-met')
    expect(evaluate(admin('a'), admin('b'), admin('c', { system: 'other' }))).toBe('met')
    expect(evaluate(admin('a'), admin('b'), admin('c', { enabled: false }))).toBe('met')
  })

  it('holds where nobody is privileged', () => {
    expect(evaluate(account('a', { privileged: false }))).toBe('met')
  })

  it('is unknown where one may be privileged, and without a listing', () => {
    expect(evaluate(admin('a'), account('b'))).toBe('unknown')
    expect(evaluate()).toBe('unknown')
    expect(judgeScene(fewSuperAdministrators, { population: null }).verdict).toBe('unknown')
  })
})
