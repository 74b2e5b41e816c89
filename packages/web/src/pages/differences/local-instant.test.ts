import { describe, expect, it } from 'vitest'
import { fromField, toField } from './local-instant.ts'

describe('an instant in a field', () => {
  it('comes back as it went in, in whatever zone the reader is', () => {
    for (const at of ['2026-03-01T00:00:00.000Z', '2026-07-14T18:35:00.000Z', '2028-02-29T23:59:00.000Z'])
      expect(fromField(toField(at))).toBe(at)
  })

  it('is none where the field holds none', () => {
    expect(fromField('')).toBeNull()
    expect(fromField('later')).toBeNull()
  })
})
