import { describe, expect, it } from 'vitest'
import { change, judgeScene } from '../../testing/check-input.ts'
import { changesWithinWindow } from './changes-within-window.ts'

const planned = { plannedStart: '2026-06-02T10:00:00Z', plannedEnd: '2026-06-02T12:00:00Z' }
const evaluate = (body: Parameters<typeof change>[1]) =>
  judgeScene(changesWithinWindow, { population: [change('CHG-1', { ...planned, ...body })] }).verdict

describe('changes-within-window', () => {
  it('is met at both ends of the window, across offsets, and not met beyond them', () => {
    expect(evaluate({ implementedAt: '2026-06-02T10:00:00Z' })).toBe('met')
    expect(evaluate({ implementedAt: '2026-06-02T14:00:00+02:00' })).toBe('met')
    expect(evaluate({ implementedAt: '2026-06-02T09:59:59Z' })).toBe('not-met')
    expect(evaluate({ implementedAt: '2026-06-02T12:00:01Z' })).toBe('not-met')
  })

  it('is unknown without the window or the moment, except where half of it is already missed', () => {
    expect(evaluate({ plannedEnd: null })).toBe('unknown')
    expect(evaluate({ plannedEnd: null, implementedAt: '2026-06-01T00:00:00Z' })).toBe('not-met')
    expect(evaluate({ implementedAt: null, status: 'Closed' })).toBe('unknown')
    for (const population of [[], null]) expect(judgeScene(changesWithinWindow, { population }).verdict).toBe('unknown')
  })

  it('does not apply to emergencies and plans', () => {
    expect(evaluate({ type: 'emergency', implementedAt: '2026-06-01T00:00:00Z' })).toBe('not-applicable')
    expect(evaluate({ implementedAt: null, status: 'Planned' })).toBe('not-applicable')
  })
})
