import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseCatalog, type Control, type Framework } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readCatalog } from './index.ts'

// What organizations are bound by once they adopted it, by `<framework id>` or `<control id>@<version>` (ADR 11). A line is
// added with a new edition or version and never changed: whoever operates the old one would be judged by something else.
const released = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(new URL('../released.json', import.meta.url), 'utf8')))
const catalog = parseCatalog(readCatalog())
const control = [...catalog.versions.values()][0]
const framework = catalog.frameworks.get('hipaa-security')
if (control === undefined || framework === undefined) throw new Error('the catalog is empty')

/** Identifiers, hierarchy and designation. Titles, notes and links are our words and may get better. */
function bindingOfEdition({ requirements }: Framework): string {
  return digest(
    requirements.map(({ id, kind, parent, designation }) => [id, kind, parent ?? null, designation ?? null]),
  )
}

/** What the control applies to and what it owes. */
function bindingOfControl({ scope, evidence }: Control): string {
  return digest([
    scope,
    evidence.map(({ id, cadence, graceDays, per, checks }) => [id, cadence, graceDays, per, checks]),
  ])
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}

describe('what was released', () => {
  it('stands as it was: every edition and version, with what it binds to', () => {
    const standing = {
      ...Object.fromEntries([...catalog.frameworks.values()].map((f) => [f.id, bindingOfEdition(f)])),
      ...Object.fromEntries([...catalog.versions.values()].map((c) => [`${c.id}@${c.version}`, bindingOfControl(c)])),
    }
    expect(standing).toEqual(released)
  })

  it('would show a designation that changed in place', () => {
    const requirements = framework.requirements.map((r) =>
      r.designation === 'addressable' ? { ...r, designation: 'required' as const } : r,
    )
    expect(bindingOfEdition({ ...framework, requirements })).not.toBe(released['hipaa-security'])
  })

  it('would show a cadence that changed in place', () => {
    const evidence = control.evidence.map((e) => ({ ...e, cadence: 'daily' as const, graceDays: 0 }))
    expect(bindingOfControl({ ...control, evidence })).not.toBe(released[`${control.id}@${control.version}`])
  })

  it('may say its reasons better without a new version', () => {
    expect(bindingOfControl({ ...control, objective: 'Said better.' })).toBe(
      released[`${control.id}@${control.version}`],
    )
  })
})
