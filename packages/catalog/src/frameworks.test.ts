import { controlSchema, frameworkSchema, parseCatalog, type Framework, type Requirement } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { readCatalog } from './index.ts'

const source = readCatalog()
const catalog = parseCatalog(source)
const frameworks = source.frameworks.map(({ path, value }) => ({ path, framework: frameworkSchema.parse(value) }))
const controlIds = new Set(source.controls.map(({ value }) => controlSchema.parse(value).id))

function find(id: string): Framework {
  const found = frameworks.find(({ framework }) => framework.id === id)
  if (found === undefined) throw new Error(`the catalog has no framework ${id}`)
  return found.framework
}

function count(
  requirements: readonly Requirement[],
  key: (r: Requirement) => string | undefined,
): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const requirement of requirements) {
    const name = key(requirement)
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

describe('identifiers and counts', () => {
  it('has the 61 Trust Services Criteria by series', () => {
    const { requirements } = find('tsc-2017')
    expect(requirements).toHaveLength(61)
    const series = count(requirements, (r) => r.id.split('.')[0])
    const common = { CC1: 5, CC2: 3, CC3: 4, CC4: 2, CC5: 3, CC6: 8, CC7: 5, CC8: 1, CC9: 2 }
    const additional = { A1: 3, C1: 2, PI1: 5, P1: 1, P2: 1, P3: 2, P4: 3, P5: 2, P6: 7, P7: 1, P8: 1 }
    expect(series).toEqual({ ...common, ...additional })
  })

  it('has 22 Security Rule standards and 46 specifications, 24 required and 22 addressable', () => {
    const { requirements } = find('hipaa-security')
    expect(count(requirements, (r) => r.kind)).toEqual({ standard: 22, specification: 46 })
    expect(count(requirements, (r) => r.designation)).toEqual({ required: 24, addressable: 22 })
  })

  it('hangs every Security Rule specification below the standard it implements', () => {
    const { requirements } = find('hipaa-security')
    const standards = new Set(requirements.filter((r) => r.kind === 'standard').map((r) => r.id))
    const misplaced = requirements.filter((r) =>
      r.kind === 'standard' ? r.parent !== undefined : !standards.has(r.parent ?? ''),
    )
    expect(misplaced.map((r) => r.id)).toEqual([])
  })

  it('has the breach sections 164.400 to 164.414 and the privacy selection', () => {
    const sections = find('hipaa-breach').requirements.filter((r) => r.parent === undefined)
    expect(sections.map((r) => r.id)).toEqual([400, 402, 404, 406, 408, 410, 412, 414].map((n) => `164.${n}`))
    expect(find('hipaa-privacy').requirements).toHaveLength(18)
    expect(find('hipaa-baa').requirements).toHaveLength(18)
  })

  it('has 14 HITRUST categories, 49 objectives and 156 references, 135 of them outside the privacy category', () => {
    const { requirements } = find('hitrust-csf')
    expect(count(requirements, (r) => r.kind)).toEqual({ category: 14, objective: 49, reference: 156 })
    expect(requirements.filter((r) => r.kind === 'reference' && !r.id.startsWith('13.'))).toHaveLength(135)
  })

  it('has the 93 CSF 2.0 and 108 SP 800-53 identifiers of the crosswalk', () => {
    expect(find('nist-csf-2.0').requirements).toHaveLength(93)
    expect(find('nist-sp800-53r5').requirements).toHaveLength(108)
  })

  it('marks only the 2025 proposal as proposed, and says so with its date on every row', () => {
    expect(
      frameworks.filter(({ framework }) => framework.status === 'proposed').map(({ framework }) => framework.id),
    ).toEqual(['hipaa-nprm-2025'])
    const { requirements } = find('hipaa-nprm-2025')
    expect(requirements).toHaveLength(39)
    for (const r of requirements) {
      expect(r.kind).toBe('proposal')
      expect(r.title).toMatch(/^Proposed: /)
      expect(r.note).toContain('Proposed 2025-01-06, not law as of 2026-10-07.')
      expect(r.confidence, r.id).toBeDefined()
    }
  })
})

describe.each(frameworks)('$path', ({ path, framework }) => {
  const ids = new Set(framework.requirements.map((r) => r.id))
  const links = framework.requirements.flatMap((r) =>
    (r.controls ?? []).map((link) => ({ ...link, requirement: r.id })),
  )

  it('is named after its id and repeats no identifier', () => {
    expect(path).toBe(`frameworks/${framework.id}.yaml`)
    expect(ids.size).toBe(framework.requirements.length)
  })

  it('names its source with a date, its licence, and how it counts', () => {
    expect(framework.source.reference).toBeTruthy()
    expect(framework.source.checked <= '2026-11-22').toBe(true)
    expect(framework.source.confidence).toBeTruthy()
    expect(framework.licence).toMatch(/Apache-2\.0/)
    expect(framework.counting).toMatch(/\d/)
  })

  it('has parents that exist and titles short enough to be labels of our own', () => {
    for (const r of framework.requirements) {
      if (r.parent !== undefined) expect(ids.has(r.parent), `${r.id} has parent ${r.parent}`).toBe(true)
      expect(r.title.length, r.id).toBeLessThanOrEqual(110)
    }
  })

  it('links only to controls that exist, once each, with a reason of its own', () => {
    for (const link of links) expect(controlIds.has(link.control), `${link.requirement}: ${link.control}`).toBe(true)
    expect(new Set(links.map((l) => `${l.requirement} ${l.control}`)).size).toBe(links.length)
  })

  it('claims a requirement as either served or not reached, never both', () => {
    for (const r of framework.requirements)
      expect(catalog.served.get(framework.id)?.has(r.id) === true && r.notReached !== undefined, r.id).toBe(false)
  })
})

describe('crosswalk', () => {
  it.each(['tsc-2017', 'hipaa-security', 'hipaa-breach', 'hipaa-privacy', 'hipaa-baa', 'hipaa-nprm-2025'])(
    'reaches every requirement of %s with a control or says why not',
    (id) => {
      const served = catalog.served.get(id)
      const silent = find(id).requirements.filter((r) => served?.has(r.id) !== true && r.notReached === undefined)
      expect(silent.map((r) => r.id)).toEqual([])
    },
  )

  it('reaches every HITRUST objective', () => {
    const silent = find('hitrust-csf').requirements.filter((r) => r.kind === 'objective' && r.controls === undefined)
    expect(silent.map((r) => r.id)).toEqual([])
  })

  it('is never surer of a link than of the label it points at', () => {
    const guessed = [...catalog.links.values()]
      .flat()
      .filter(({ requirement, confidence }) => /^low\b/.test(requirement.confidence ?? '') && confidence !== 'low')
    expect(guessed.map(({ requirement, control }) => `${requirement.id} ${control.id}`)).toEqual([])
  })

  it('says that the labels of NIST rows were not compared with the publications', () => {
    for (const id of ['nist-csf-2.0', 'nist-sp800-53r5'])
      for (const r of find(id).requirements) expect(r.confidence, `${id} ${r.id}`).toMatch(/label unchecked/)
  })

  it('never gives the same reason twice', () => {
    const reasons = [
      ...[...catalog.links.values()].flatMap((links) => links.map((link) => link.rationale)),
      ...frameworks.flatMap(({ framework }) => framework.requirements.flatMap((r) => r.notReached ?? [])),
    ]
    const repeated = reasons.filter((reason, index) => reasons.indexOf(reason) !== index)
    expect(reasons.length).toBeGreaterThan(500)
    expect(repeated).toEqual([])
  })

  it('serves at least one requirement with every control', () => {
    const { links } = catalog
    expect([...links].filter(([, served]) => served.length === 0).map(([id]) => id)).toEqual([])
    expect(links.size).toBe(controlIds.size)
  })
})
