import { tailoringSchema, type Control, type Tailoring } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { composeTailoring, needsReason, readTailoring } from './tailoring-draft.ts'

const control: Control = {
  id: 'restore-test',
  version: 3,
  title: 'A restore is rehearsed',
  area: 'backup',
  objective: 'Backups can be restored.',
  ownerRole: 'database-lead',
  backupRole: 'infrastructure-lead',
  scope: { subject: 'system', kind: ['database'] },
  policy: { clause: 'Each production database is restored every month.' },
  implementation: [{ for: ['database'], text: 'Restore to a separate host.' }],
  evidence: [
    {
      id: 'report',
      title: 'Report',
      artifact: 'Signed report',
      cadence: 'monthly',
      graceDays: 10,
      systemOfRecord: 'Backup platform',
      collection: 'person',
    },
  ],
  auditorQuestions: [{ question: 'When?', answeredFrom: 'Reports' }],
  commonFailure: 'Nobody looks.',
  compensatingControls: [],
  source: { title: 'Test', checked: '2026-01-01' },
  licence: 'Apache-2.0',
}
const tailored: Tailoring = {
  id: 'restore-test',
  version: 2,
  adopted: '2025-01-01',
  owner: 'ada',
  reason: 'Our contracts ask for it every week.',
  scope: { subject: 'system', kind: ['database', 'backup-platform'] },
  policyClause: 'Each production database is restored every week.',
  implementation: [{ for: ['database'], text: 'Restore to the rehearsal cluster.' }],
  evidence: { report: { cadence: 'weekly', graceDays: 0, notApplicable: 'Kept by the hosting vendor instead.' } },
}

describe('a tailoring that is edited', () => {
  it('and left as it was is recorded as it was', () => {
    const draft = readTailoring(control, tailored, '2026-11-22')
    expect(composeTailoring(control, 2, draft)).toEqual(tailored)
    expect(tailoringSchema.safeParse(composeTailoring(control, 2, draft)).success).toBe(true)
  })

  it('copies nothing of the library', () => {
    const draft = readTailoring(control, null, '2026-11-22')
    expect(composeTailoring(control, 3, draft)).toEqual({ id: 'restore-test', version: 3, adopted: '2026-11-22' })
    expect(needsReason(draft)).toBe(false)
  })

  it('needs a reason where it departs in scope, policy or implementation', () => {
    const draft = readTailoring(control, null, '2026-11-22')
    expect(needsReason({ ...draft, policyClause: 'Ours.' })).toBe(true)
    expect(needsReason({ ...draft, implementation: ['Ours.'] })).toBe(true)
    expect(needsReason({ ...draft, scope: { subject: 'system' } })).toBe(true)
  })

  it('that was retired begins with an adoption today', () => {
    const draft = readTailoring(control, { ...tailored, retired: '2026-05-01' }, '2026-11-22')
    expect(draft.adopted).toBe('2026-11-22')
    expect(composeTailoring(control, 2, draft)).not.toHaveProperty('retired')
  })
})
