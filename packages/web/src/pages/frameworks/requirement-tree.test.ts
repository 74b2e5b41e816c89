import { describe, expect, it } from 'vitest'
import { arrangeRequirements, type RequirementLine } from './requirement-tree.ts'

function requirementOf(id: string, parent: string | null, title = id): RequirementLine {
  return {
    id,
    title,
    parent,
    kind: 'standard',
    designation: null,
    note: null,
    confidence: null,
    notReached: null,
    controls: [],
    statuses: {},
  }
}
const requirements = [
  requirementOf('164.308', null, 'Administrative safeguards'),
  requirementOf('164.312', null, 'Technical safeguards'),
  requirementOf('164.308(a)(7)', '164.308', 'Contingency plan'),
  requirementOf('orphan', 'not-in-this-list'),
]
const shown = (text?: string) =>
  arrangeRequirements(requirements, text).map(({ requirement, depth }) => `${depth} ${requirement.id}`)

describe('arranging requirements', () => {
  it('puts each below its parent and keeps those whose parent is not listed', () => {
    expect(shown()).toEqual(['0 164.308', '1 164.308(a)(7)', '0 164.312', '0 orphan'])
  })

  it('keeps the parents of what matches', () => {
    expect(shown('contingency')).toEqual(['0 164.308', '1 164.308(a)(7)'])
  })

  it('gives nothing where nothing matches', () => {
    expect(shown('zebra')).toEqual([])
  })
})
