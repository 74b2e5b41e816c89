import { describe, expect, it } from 'vitest'
import { cellText, fieldsOf } from './record-cells.ts'

describe('the cells of a record', () => {
  it('leave out fields that no record fills', () => {
    expect(
      fieldsOf([
        { a: null, b: '', c: [] },
        { b: 'x', d: false },
      ]),
    ).toEqual(['b', 'd'])
  })

  it('show nested values as one line', () => {
    const body = { keys: [{ label: 'access_key_1', active: true, lastUsed: null }], mfa: false, gone: null }
    expect(cellText(body, 'keys')).toBe('label access_key_1, active yes')
    expect(cellText(body, 'mfa')).toBe('no')
    expect(cellText(body, 'gone')).toBe('')
  })
})
