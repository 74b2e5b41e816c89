import { existsSync, readFileSync } from 'node:fs'
import { frameworkSchema } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readCatalog } from './index.ts'

// The fact base lies beside the repository on the machines where the catalog is written; it is not shipped with it.
const facts = new URL('../../../../shared/facts/', import.meta.url)
const frameworks = new Map(
  readCatalog().frameworks.map(({ value }) => {
    const framework = frameworkSchema.parse(value)
    return [framework.id, framework.requirements] as const
  }),
)

function read<T>(file: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(new URL(`${file}.json`, facts), 'utf8')))
}

function identifiers(framework: string): string[] {
  return (frameworks.get(framework) ?? []).map((r) => r.id).toSorted()
}

/** Every value of a key `citation`, at any depth. */
function citations(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'citation' && typeof inner === 'string' ? [inner] : citations(inner),
  )
}

describe.skipIf(!existsSync(facts))('against the fact base (skipped where ../shared/facts is absent)', () => {
  it('has the Trust Services Criteria of the facts, each in its series', () => {
    const { criteria } = read('tsc', z.object({ criteria: z.array(z.object({ id: z.string(), series: z.string() })) }))
    expect(identifiers('tsc-2017')).toEqual(criteria.map((c) => c.id).toSorted())
    for (const c of criteria) {
      expect(
        frameworks
          .get('tsc-2017')
          ?.find((r) => r.id === c.id)
          ?.group?.split(' ')[0],
      ).toBe(c.series)
    }
  })

  it('has the Security Rule citations of the facts with their designation, standard and heading', () => {
    const item = z.object({
      citation: z.string(),
      name: z.string(),
      designation: z.enum(['R', 'A']).nullable(),
      standard: z.string(),
    })
    const { items } = read('hipaa-security', z.object({ items: z.array(item) }))
    expect(identifiers('hipaa-security')).toEqual(items.map((i) => i.citation).toSorted())
    for (const i of items) {
      const mine = frameworks.get('hipaa-security')?.find((r) => r.id === i.citation)
      expect(mine?.designation).toBe(
        i.designation === null ? undefined : i.designation === 'R' ? 'required' : 'addressable',
      )
      expect(mine?.parent ?? i.citation).toBe(i.standard)
      expect(mine?.title.toLowerCase()).toBe(i.name.replace(/^\(|\)$/g, '').toLowerCase())
    }
  })

  it('has every breach citation of the facts or the paragraph above it', () => {
    const cited = citations(read('hipaa-breach', z.unknown())).filter((c) => /^164\.4[01]\d/.test(c))
    const mine = new Set(identifiers('hipaa-breach'))
    const lacking = cited.filter((citation) => {
      // "164.404(a)(1),(b)" names two paragraphs of one section; "164.404(d)(2)(ii)(A)" a detail of a paragraph we list.
      const [first = '', ...more] = citation.split(/ ?-> ?|, ?/)
      const section = first.slice(0, 7)
      return [first, ...more.filter((m) => m.startsWith('(')).map((m) => section + m)].some(
        (id) => !mine.has(id) && !mine.has(id.replace(/\([A-Z]\)$/, '')) && !mine.has(id.replace(/ \(Breach\)$/, '')),
      )
    })
    expect(cited.length).toBeGreaterThan(30)
    expect(lacking).toEqual([])
  })

  it('has the privacy, agreement and proposal rows of the facts', () => {
    const privacy = read('hipaa-privacy-relevant', z.object({ items: z.array(z.object({ citation: z.string() })) }))
    expect(identifiers('hipaa-privacy')).toEqual(privacy.items.map((i) => i.citation).toSorted())
    const baa = read('baa', z.object({ elements: z.array(z.object({ id: z.string() })) }))
    expect(identifiers('hipaa-baa')).toEqual(baa.elements.map((e) => e.id).toSorted())
    const nprm = read('hipaa-nprm', z.object({ requirements: z.array(z.object({ id: z.string() })) }))
    expect(identifiers('hipaa-nprm-2025')).toEqual(nprm.requirements.map((r) => r.id).toSorted())
  })

  it('has the HITRUST identifiers of the facts, each below its objective', () => {
    const id = z.object({ id: z.string() })
    const schema = z.object({
      categories: z.array(id),
      objectives: z.array(id),
      references: z.array(z.object({ ref: z.string(), objective: z.string() })),
    })
    const hitrust = read('hitrust', schema)
    const all = [...hitrust.categories, ...hitrust.objectives]
      .map((x) => x.id)
      .concat(hitrust.references.map((r) => r.ref))
    expect(identifiers('hitrust-csf')).toEqual(all.toSorted())
    for (const r of hitrust.references) {
      expect(frameworks.get('hitrust-csf')?.find((x) => x.id === r.ref)?.parent).toBe(r.objective)
    }
  })

  it('has every NIST identifier of the crosswalk', () => {
    const row = z.object({ sp800_53_r5: z.array(z.string()), csf_2_0_derived: z.array(z.string()) })
    const crosswalk = read('crosswalk-800-66', z.object({ by_standard: z.array(row), by_specification: z.array(row) }))
    const rows = [...crosswalk.by_standard, ...crosswalk.by_specification]
    expect(identifiers('nist-csf-2.0')).toEqual([...new Set(rows.flatMap((r) => r.csf_2_0_derived))].toSorted())
    expect(identifiers('nist-sp800-53r5')).toEqual([...new Set(rows.flatMap((r) => r.sp800_53_r5))].toSorted())
  })
})
