import { describe, expect, it } from 'vitest'
import { account, judgeScene } from '../../testing/check-input.ts'
import { consoleAccountsHaveMfa } from './console-accounts-have-mfa.ts'

const verdictOn = (...population: ReturnType<typeof account>[]) =>
  judgeScene(consoleAccountsHaveMfa, { population }).verdict
const root = (mfa: boolean | null) => account('<root_account>', { kind: 'root', passwordEnabled: null, mfa })

describe('console-accounts-have-mfa', () => {
  it('is met when every account with a password has a second factor', () => {
    expect(verdictOn(root(true), account('ada'), account('svc-x', { passwordEnabled: false, mfa: false }))).toBe('met')
  })

  it('is not met when one has none, the root account included', () => {
    expect(verdictOn(root(true), account('ada', { mfa: false }))).toBe('not-met')
    expect(verdictOn(root(false), account('ada'))).toBe('not-met')
  })

  it('is unknown where the report does not say', () => {
    expect(verdictOn(account('ada', { mfa: null }))).toBe('unknown')
    expect(verdictOn(account('ada', { passwordEnabled: null }))).toBe('unknown')
    expect(verdictOn()).toBe('unknown')
    expect(judgeScene(consoleAccountsHaveMfa, { population: null }).verdict).toBe('unknown')
  })

  it('does not apply where nobody has a password', () => {
    expect(verdictOn(account('svc-x', { passwordEnabled: false }))).toBe('not-applicable')
  })
})
