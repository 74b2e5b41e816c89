import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowAfterKey } from './row-keys.ts'

describe('moving through rows with the keyboard', () => {
  it('goes one row with the arrows and to the ends with Home and End', () => {
    expect(rowAfterKey('ArrowDown', 3, 10, false)).toBe(4)
    expect(rowAfterKey('ArrowUp', 3, 10, false)).toBe(2)
    expect(rowAfterKey('Home', 3, 10, false)).toBe(0)
    expect(rowAfterKey('End', 3, 10, false)).toBe(9)
  })

  it('takes letters only while single keys are on', () => {
    expect(rowAfterKey('j', 0, 10, true)).toBe(1)
    expect(rowAfterKey('j', 0, 10, false)).toBeNull()
  })

  it('never leaves the table', () => {
    const key = fc.constantFrom('ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'j', 'k', 'x')
    fc.assert(
      fc.property(key, fc.nat(500), fc.nat(500), fc.boolean(), (pressed, active, count, single) => {
        const next = rowAfterKey(pressed, Math.min(active, Math.max(0, count - 1)), count, single)
        expect(next === null || (next >= 0 && next < count)).toBe(true)
      }),
    )
  })
})
