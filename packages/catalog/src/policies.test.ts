import { plainCadences, findEvidenceRequirement, listPlaceholders, parseCatalog, renderPolicy } from '@evidentia/core'
import type { PolicyTemplate } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { readCatalog } from './index.ts'

const source = readCatalog()
const catalog = parseCatalog(source)
const templates = [...catalog.policies.values()]

/** Words that say how often. Evidence is due as the organization operates it, so a template names the requirement instead. */
const cadenceWord =
  /\b(?:daily|nightly|weekly|bi-?weekly|monthly|bi-?monthly|quarterly|(?:semi-?|bi-?)?annual(?:ly)?|biennial|yearly)\b|\b(?:each|every|per|once an?|twice an?)\s+(?:\w+\s+)?(?:day|night|week|month|quarter|half-year|year)s?\b/i

const headings = ['Purpose', 'Scope', 'Rules', 'Responsibilities', 'Exceptions', 'Records', 'Enforcement']

function render(template: PolicyTemplate): string {
  const suggested = Object.entries(template.variables).flatMap(([name, { suggested: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return renderPolicy(template, {
    organization: 'Hollow Pine Hosting',
    values: Object.fromEntries(suggested),
    cadenceOf: (id) => findEvidenceRequirement(catalog, id)?.requirement.cadence ?? null,
  })
}

/** The text under a heading, up to the next heading of the same level. */
function section(template: PolicyTemplate, heading: string): string {
  const parts = template.text.split(/^## /m)
  return parts.find((part) => part.startsWith(heading))?.slice(heading.length) ?? ''
}

/** Numbered rules, each with the list below it, as one line. */
function rulesOf(template: PolicyTemplate): string[] {
  const rules = template.text.split(/^## /m).filter((part) => part.startsWith('Rules'))
  return rules.flatMap((part) =>
    part
      .split(/^(?=\d+\. )/m)
      .slice(1)
      .map((rule) => rule.replaceAll(/\s+/g, ' ')),
  )
}

function sentencesOf(template: PolicyTemplate): string[] {
  const prose = template.text
    .replaceAll(/^#+ .*$/gm, '.')
    .replaceAll(/^ *(?:\d+\.|-) /gm, '. ')
    .replaceAll(/\s+/g, ' ')
  return prose.split(/(?<=[.!?:;])\s+/).map((sentence) => sentence.toLowerCase())
}

/** Which templates answer a requirement. */
function answering(framework: string, requirement: string): string[] {
  return templates
    .filter((t) => t.answers.some((a) => a.framework === framework && a.requirement === requirement))
    .map((t) => t.id)
}

describe('the policy templates', () => {
  it('number at least 25', () => {
    expect(templates.length).toBeGreaterThanOrEqual(25)
  })

  it('have titles and summaries of their own', () => {
    expect(new Set(templates.map((t) => t.title)).size).toBe(templates.length)
    expect(new Set(templates.map((t) => t.summary)).size).toBe(templates.length)
  })

  it('state policy for every control of the library', () => {
    const stated = new Set(templates.flatMap((t) => t.controls))
    expect([...catalog.controls.keys()].filter((id) => !stated.has(id))).toEqual([])
  })

  it('share no sentence of twelve words or more', () => {
    const owner = new Map<string, string>()
    const shared: string[] = []
    for (const template of templates) {
      for (const sentence of new Set(sentencesOf(template))) {
        if (sentence.split(' ').length < 12) continue
        if (owner.has(sentence)) shared.push(`${template.id} and ${owner.get(sentence)}: ${sentence}`)
        owner.set(sentence, template.id)
      }
    }
    expect(shared).toEqual([])
  })

  it('answer every standard of the Security Rule that a hosting business associate has to meet', () => {
    const others = new Map([['164.314(b)(1)', 'binds group health plans only']])
    const standards = catalog.frameworks.get('hipaa-security')?.requirements.filter((r) => r.kind === 'standard') ?? []
    expect(standards).toHaveLength(22)
    const open = standards.filter((r) => answering('hipaa-security', r.id).length === 0 && !others.has(r.id))
    expect(open.map((r) => r.id)).toEqual([])
  })

  it.each([
    ['hipaa-security', '164.316(a)', 'documentation-and-policies'],
    ['hipaa-security', '164.308(a)(1)(ii)(C)', 'sanctions'],
    ['hipaa-privacy', '164.530(e)', 'sanctions'],
    ['hipaa-security', '164.308(a)(5)(i)', 'security-training'],
    ['hipaa-privacy', '164.530(b)', 'security-training'],
    ['hipaa-security', '164.308(a)(7)(i)', 'contingency'],
    ['hipaa-security', '164.308(a)(7)(ii)(A)', 'backup'],
    ['hipaa-security', '164.308(a)(7)(ii)(B)', 'contingency'],
    ['hipaa-security', '164.308(a)(7)(ii)(C)', 'contingency'],
    ['hipaa-security', '164.308(b)(1)', 'business-associates'],
    ['hipaa-security', '164.308(b)(3)', 'business-associates'],
    ['hipaa-breach', '164.414(a)', 'breach-notification'],
    ['hipaa-breach', '164.414(b)', 'breach-notification'],
    ['hipaa-privacy', '164.530(i)', 'breach-notification'],
    ['hipaa-security', '164.310(a)(1)', 'facility-security'],
    ['hipaa-security', '164.310(d)(1)', 'device-and-media'],
    ['hipaa-security', '164.310(d)(2)(i)', 'device-and-media'],
    ['hipaa-security', '164.310(d)(2)(ii)', 'device-and-media'],
    ['hipaa-security', '164.316(b)(2)(i)', 'documentation-and-policies'],
  ])('answer %s %s in %s', (framework, requirement, template) => {
    expect(answering(framework, requirement)).toContain(template)
  })
})

describe('the search for words that say how often', () => {
  it.each(['reviewed monthly', 'once a year', 'every quarter', 'each working day', 'semi-annual', 'twice a\nmonth'])(
    'finds "%s"',
    (text) => {
      expect(cadenceWord.test(text)).toBe(true)
    },
  )

  it.each([
    'within 30 days',
    'on the day it was last in effect',
    'six years',
    '{{cadence risk-analysis/risk-register}}',
  ])('lets "%s" pass', (text) => {
    expect(cadenceWord.test(text)).toBe(false)
  })
})

describe.each(templates)('policy template $id', (template) => {
  it('lies in the file of its own name', () => {
    expect(source.policies.map((file) => file.path)).toContain(`policies/${template.id}.md`)
  })

  it('has the sections an auditor looks for, in one order', () => {
    const found = [...template.text.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? '')
    const first = headings.map((heading) => found.findIndex((name) => name.startsWith(heading)))
    expect(first).not.toContain(-1)
    expect(first).toEqual(first.toSorted((a, b) => a - b))
    for (const heading of headings) expect(section(template, heading).length, heading).toBeGreaterThan(60)
  })

  it('says in every numbered rule what must be done', () => {
    const rules = rulesOf(template)
    expect(rules.length).toBeGreaterThanOrEqual(8)
    expect(rules.filter((rule) => !/\bmust\b/.test(rule))).toEqual([])
    expect(rules.map((rule) => Number.parseInt(rule, 10))).toEqual(rules.map((_rule, at) => at + 1))
  })

  it('can be read in one sitting', () => {
    const words = template.text.split(/\s+/).length
    expect(words).toBeGreaterThanOrEqual(500)
    expect(words).toBeLessThanOrEqual(1100)
  })

  it('never says by itself how often evidence is due', () => {
    expect(cadenceWord.exec(template.text)?.[0]).toBeUndefined()
    for (const variable of Object.values(template.variables)) {
      expect(cadenceWord.exec(JSON.stringify(variable))?.[0]).toBeUndefined()
    }
  })

  it('names how often the evidence of each of its controls is due', () => {
    const named = new Set(
      listPlaceholders(template.text)
        .filter((name) => name.startsWith('cadence '))
        .map((name) => name.slice('cadence '.length).split('/')[0] ?? ''),
    )
    expect([...named].filter((control) => !template.controls.includes(control))).toEqual([])
    expect(template.controls.filter((control) => !named.has(control))).toEqual([])
  })

  it('begins no sentence with a placeholder other than the name of the organization', () => {
    const starts = [...template.text.matchAll(/(?:[.!?]\s+|^(?:\d+\.|-)\s+|\n\n)\{\{([^}]+)\}\}/gm)].map((m) => m[1])
    expect(starts.filter((name) => name !== 'organization')).toEqual([])
  })

  it('renders with its suggested values and leaves no placeholder', () => {
    const text = render(template)
    expect(text).not.toMatch(/[{}]/)
    expect(text).toContain('Hollow Pine Hosting')
    expect(text).not.toMatch(new RegExp(`\\b(?:${plainCadences.join('|')})\\b`))
    expect(text).not.toMatch(/\b1 (?:days|hours|minutes|months|weeks|working days|years)\b/)
    expect(text.length).toBeLessThan(40_000)
  })

  it('refuses to render while a decision is open', () => {
    for (const open of Object.keys(template.variables)) {
      const values = Object.fromEntries(
        Object.entries(template.variables).flatMap(([name, { suggested }]) =>
          name === open || suggested === undefined ? [] : [[name, suggested]],
        ),
      )
      expect(() => renderPolicy(template, { organization: 'x', values, cadenceOf: () => 'monthly' })).toThrow(open)
    }
  })

  it('suggests values within their own bounds', () => {
    for (const [name, variable] of Object.entries(template.variables)) {
      expect(variable.suggested, name).toBeDefined()
      if (variable.type === 'choice') expect(variable.options, name).toContain(variable.suggested)
      if (variable.type !== 'number' || variable.suggested === undefined) continue
      expect(variable.suggested, name).toBeGreaterThanOrEqual(variable.min)
      expect(variable.suggested, name).toBeLessThanOrEqual(variable.max)
    }
  })

  it('is approved by a role other than its owner, and both operate controls', () => {
    const roles = new Set([...catalog.controls.values()].flatMap((control) => [control.ownerRole, control.backupRole]))
    expect(template.approverRole).not.toBe(template.ownerRole)
    expect(roles).toContain(template.ownerRole)
    expect(roles).toContain(template.approverRole)
  })

  it('names its source, the day it was checked, and the licence', () => {
    expect(template.source).toEqual({ title: 'Evidentia policy templates', checked: '2026-11-22' })
    expect(template.licence).toBe('Apache-2.0')
  })
})
