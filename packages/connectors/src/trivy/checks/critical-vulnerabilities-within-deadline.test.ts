import { describe, expect, it } from 'vitest'
import { judgeScene, vulnerability } from '../../testing/check-input.ts'
import type { Scene } from '../../testing/check-input.ts'
import { criticalVulnerabilitiesWithinDeadline } from './critical-vulnerabilities-within-deadline.ts'

const evaluate = (scene: Scene) => judgeScene(criticalVulnerabilitiesWithinDeadline, scene)
const on = (day: string, severity: 'critical' | 'high' | 'low' | 'unknown' = 'critical') =>
  vulnerability('CVE-1', { scanned: `${day}T12:00:00Z`, severity })

describe('critical-vulnerabilities-within-deadline', () => {
  it('is met when nothing critical or high was found, and when nothing at all was', () => {
    expect(evaluate({ population: [on('2026-06-20', 'low')] }).verdict).toBe('met')
    expect(evaluate({ population: [] }).verdict).toBe('met')
  })

  it('is met while the deadline runs', () => {
    expect(evaluate({ asOf: '2026-06-30', population: [on('2026-06-15')] }).verdict).toBe('met')
    expect(evaluate({ asOf: '2026-06-30', population: [on('2026-05-31', 'high')] }).verdict).toBe('met')
  })

  it('is not met when a later scan still shows it after the deadline, counted from the first scan of all', () => {
    const result = evaluate({ asOf: '2026-06-30', population: [on('2026-06-20')], history: [[], [on('2026-05-25')]] })
    expect(result.verdict).toBe('not-met')
    expect(result.items[0]?.reason).toContain(
      'first seen on 2026-05-25, to be gone by 2026-06-09, still there on 2026-06-20',
    )
  })

  it('gives a high one 30 days and a critical one 15', () => {
    const history = [[on('2026-05-31', 'high')]]
    expect(evaluate({ population: [on('2026-06-30', 'high')], history }).verdict).toBe('met')
    expect(evaluate({ population: [on('2026-06-16')], history }).verdict).toBe('not-met')
  })

  it('follows a weakness through builds that change its target and version', () => {
    const earlier = vulnerability('CVE-1', {
      target: 'portal:0',
      installedVersion: '3.0.0',
      scanned: '2026-05-01T00:00:00Z',
    })
    expect(evaluate({ population: [on('2026-06-20')], history: [[earlier]] }).verdict).toBe('not-met')
  })

  it('is unknown when the deadline passed and no scan since shows whether it is gone', () => {
    const result = evaluate({ asOf: '2026-06-30', population: [on('2026-06-10')] })
    expect(result).toMatchObject({
      verdict: 'unknown',
      items: [{ reason: expect.stringContaining('no scan since 2026-06-10') }],
    })
  })

  it('is unknown when scans do not say when they were made', () => {
    const undated = vulnerability('CVE-1', { scanned: null })
    expect(evaluate({ population: [undated] }).verdict).toBe('unknown')
    expect(evaluate({ population: [on('2026-06-28')], history: [[undated]] }).verdict).toBe('unknown')
  })

  it('does not pass one whose severity nobody rated, once it has been there too long', () => {
    const history = [[on('2026-04-01', 'unknown')]]
    expect(evaluate({ population: [on('2026-06-20', 'unknown')], history }).verdict).toBe('unknown')
  })

  it('is unknown without a readable scan', () => {
    expect(evaluate({ population: null }).verdict).toBe('unknown')
  })
})
