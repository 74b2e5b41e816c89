import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanName } from './receive-upload.ts'

describe('the name of an upload', () => {
  it('loses folders of either kind, control characters and quotes', () => {
    expect(cleanName('../../etc/passwd')).toBe('passwd')
    expect(cleanName(String.raw`C:\reports\drill.pdf`)).toBe('drill.pdf')
    expect(cleanName('a\u0000b\r\n".txt')).toBe('ab.txt')
    expect(cleanName('..')).toBe('evidence')
    expect(cleanName(undefined)).toBe('evidence')
  })

  it('is never empty, never a path and never longer than 255, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (given) => {
        const name = cleanName(given)
        expect(name.length).toBeGreaterThan(0)
        expect(name.length).toBeLessThanOrEqual(255)
        expect(name).not.toMatch(/[/\\\r\n\u0000"]/)
      }),
    )
  })
})
