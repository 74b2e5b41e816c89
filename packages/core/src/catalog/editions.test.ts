import { describe, expect, it } from 'vitest'
import { documentsOf, catalog } from '../testing/workload.ts'
import { programOn } from '../program/program.ts'
import { compareEditions, previewEdition } from './editions.ts'
import type { Framework, Requirement } from './framework.ts'

const link = {
  control: 'restore-test',
  relationship: 'subset' as const,
  confidence: 'high' as const,
  rationale: 'Restores are tried before needed.',
}

function edition(id: string, requirements: readonly (Partial<Requirement> & { id: string })[]): Framework {
  return {
    id,
    family: 'house',
    title: 'House',
    shortTitle: 'House',
    edition: id,
    status: 'in-force',
    source: { title: 'Test', checked: '2026-01-01' },
    licence: 'Apache-2.0',
    counting: 'few',
    requirements: requirements.map((r) => ({ title: r.id, kind: 'section' as const, ...r })),
  }
}

const before = edition('house-1', [{ id: 'A' }, { id: 'B', designation: 'addressable' }, { id: 'C' }, { id: 'D' }])
const after = edition('house-2', [
  { id: 'A', controls: [link] },
  { id: 'B', designation: 'required', notReached: 'Nobody does this yet.' },
  { id: 'C2', movedFrom: ['C'] },
  { id: 'E', designation: 'addressable', controls: [{ ...link, control: 'governance' }] },
])

describe('a newer edition', () => {
  it('shows what was added, removed, moved and changed', () => {
    const { added, removed, moved, changed, unchanged } = compareEditions(before, after)
    expect(added.map((r) => r.id)).toEqual(['E'])
    expect(removed.map((r) => r.id)).toEqual(['D'])
    expect(moved.map(({ from, to }) => [from.map((r) => r.id), to.id])).toEqual([[['C'], 'C2']])
    expect(changed.map(({ after: r, fields }) => [r.id, fields])).toEqual([['B', ['designation']]])
    expect(unchanged).toBe(1)
  })

  it('is no difference from itself', () => {
    expect(compareEditions(before, before)).toEqual({ added: [], removed: [], moved: [], changed: [], unchanged: 4 })
  })

  it('shows before it is adopted which adopted controls serve it, what is open and what becomes idle', () => {
    const links = after.requirements.flatMap((requirement) =>
      (requirement.controls ?? []).flatMap(({ control: id, ...rest }) => {
        const control = catalog.controls.get(id)
        return control === undefined
          ? []
          : [[requirement.id, { framework: after, requirement, control, ...rest }] as const]
      }),
    )
    const both = { ...catalog, served: new Map([['house-2', new Map(links.map(([id, one]) => [id, [one]]))]]) }
    const program = programOn(
      documentsOf().filter((d) => d.kind !== 'control' || d.id === 'restore-test'),
      '2026-03-01',
    )
    const preview = previewEdition(both, program, before, after, '2026-06-30')
    expect(preview.served).toEqual(['A'])
    expect(preview.open).toEqual([{ requirement: 'E', controls: ['governance'] }])
    expect(preview.notReached).toEqual([
      { requirement: 'B', reason: 'Nobody does this yet.' },
      { requirement: 'C2', reason: null },
    ])
    expect(preview.undecided).toEqual(['E'])
    const fromNothing = previewEdition(both, program, null, after, '2026-06-30').difference
    expect([fromNothing.added.length, fromNothing.removed, fromNothing.unchanged]).toEqual([
      after.requirements.length,
      [],
      0,
    ])
  })
})
