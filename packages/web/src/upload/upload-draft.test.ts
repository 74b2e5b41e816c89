import { evidenceClaimSchema } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { claimOf, draftOf, missingPart, type UploadDraft } from './upload-draft.ts'

const target = {
  key: 'restore-test/restore-drill@clinical-db|',
  label: 'Restore drill, Clinical database',
  systemOfRecord: 'Backup platform',
  proves: { requirement: 'restore-test/restore-drill', system: 'clinical-db' },
}
const complete: UploadDraft = {
  ...draftOf(
    { targets: [target], effective: { from: '2026-07-01', to: '2026-07-31' } },
    new Date('2026-08-01T10:00:00Z'),
  ),
  file: new File(['%PDF'], 'drill.pdf'),
}

describe('an upload draft', () => {
  it('starts with the source and the period of what it was opened for, and without a file', () => {
    const draft = draftOf({ targets: [target], effective: { from: '2026-07-01', to: '2026-07-31' } })
    expect(draft).toMatchObject({
      file: null,
      others: [],
      source: 'Backup platform',
      from: '2026-07-01',
      to: '2026-07-31',
      note: '',
    })
  })

  it('gives a claim that the contract accepts', () => {
    expect(missingPart(complete)).toBeNull()
    expect(evidenceClaimSchema.parse(claimOf(complete))).toMatchObject({
      proves: [target.proves],
      collectedAt: '2026-08-01T10:00:00.000Z',
    })
  })

  it('that corrects says what and why', () => {
    const correction = { id: 'ev_00000000000000000001', name: 'drill.pdf', reason: '' }
    expect(missingPart({ ...complete, correction })).toBe('Say why it is corrected.')
    const draft = { ...complete, correction: { ...correction, reason: ' Wrong database. ' } }
    expect(missingPart(draft)).toBeNull()
    expect(evidenceClaimSchema.parse(claimOf(draft))).toMatchObject({
      supersedes: correction.id,
      reason: 'Wrong database.',
    })
  })

  it.each([
    ['no file', { file: null }, 'Choose a file.'],
    ['an empty file', { file: new File([], 'empty.pdf') }, 'The file is empty: choose one with content.'],
    ['nothing to prove', { targets: [] }, 'Say what the file proves.'],
    ['a day that does not exist', { from: '2026-02-30' }, 'Say which days the file speaks of.'],
    ['a period in reverse', { from: '2026-08-01' }, 'The period ends before it starts.'],
    ['no source', { source: '  ' }, 'Name the system the file comes from.'],
    ['no time of collection', { collected: '' }, 'Say when the file was collected.'],
  ])('with %s names what is missing', (_, change, sentence) => {
    expect(missingPart({ ...complete, ...change })).toBe(sentence)
  })
})
