import { describe, expect, it } from 'vitest'
import { readSubject } from './subject-name.ts'

describe('the subject of a log entry', () => {
  it.each([
    ['artifact:restore/drill-2026-07.pdf', { type: 'artifact', name: 'restore/drill-2026-07.pdf' }],
    ['artifact:populations/po_0123abc/rows', { type: 'population', name: 'po_0123abc' }],
    ['document:system/clinical-db', { type: 'system', name: 'clinical-db' }],
    ['fact:signed-in', { type: 'fact', name: 'signed-in' }],
    ['something else', { type: 'fact', name: 'something else' }],
  ])('%s is read as %j', (subject, read) => {
    expect(readSubject(subject)).toEqual(read)
  })
})
