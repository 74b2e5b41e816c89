import { describe, expect, it } from 'vitest'
import type { Control } from '../catalog/control.ts'
import { catalog } from '../testing/workload.ts'
import { compareUpgrade } from './control-upgrade.ts'
import { applyTailoring } from './operated-control.ts'

function libraryControl(): Control {
  const control = catalog.controls.get('restore-test')
  if (control === undefined) throw new Error('the test catalog lost its control')
  return control
}

const base = libraryControl()
const next: Control = {
  ...base,
  version: 2,
  objective: 'It works, and somebody saw it work.',
  policy: { clause: 'We do it and write it down.' },
  evidence: base.evidence.map((e) => ({ ...e, cadence: 'quarterly', graceDays: 5 })),
}
const tailoring = {
  id: base.id,
  version: 1,
  adopted: '2026-01-01',
  reason: 'The hospitals ask for it every week.',
  policyClause: 'We do it every week.',
  evidence: { 'restore-drill': { cadence: 'weekly' as const, graceDays: 5 } },
}

describe('the three-way difference of an upgrade', () => {
  const changes = compareUpgrade(base, tailoring, next)
  const kinds = Object.fromEntries(changes.map(({ field, kind }) => [field, kind]))

  it('tells what the library brings, what we keep, what both did and where they part', () => {
    expect(kinds).toEqual({
      objective: 'library',
      'policy.clause': 'conflict',
      'evidence.restore-drill.cadence': 'conflict',
      'evidence.restore-drill.graceDays': 'same',
    })
  })

  it('shows all three sides', () => {
    expect(changes.find(({ field }) => field === 'evidence.restore-drill.cadence')).toMatchObject({
      base: 'monthly',
      ours: 'weekly',
      theirs: 'quarterly',
    })
  })

  it('is empty where neither side changed anything', () => {
    expect(compareUpgrade(base, { id: base.id, version: 1, adopted: '2026-01-01' }, { ...base, version: 2 })).toEqual(
      [],
    )
  })

  it('keeps our departures after the upgrade and takes the rest from the library', () => {
    const upgraded = applyTailoring(next, { ...tailoring, version: 2 })
    expect(upgraded.objective).toBe(next.objective)
    expect(upgraded.policy.clause).toBe('We do it every week.')
    expect(upgraded.evidence[0]?.cadence).toBe('weekly')
  })
})
