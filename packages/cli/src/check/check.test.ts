import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '../testing/run.ts'
import { writeFolder } from '../testing/small-workload.ts'

const evidence = new URL('../../../../examples/ehr-hosting/evidence/', import.meta.url).pathname
const accounts = join(evidence, 'access/iam-credential-report-production-2026-10.csv')
const roster = join(evidence, 'access/hr-roster-2026-10.csv')

const check = `id: accounts-belong-to-staff
version: 1
title: Accounts belong to staff
asserts: Every enabled account of a person belongs to somebody who works in {departments}.
population: account
value: username
parameters:
  departments: { type: texts, title: Which departments, maximumItems: 9, default: [] }
join:
  type: person
  key: other.email
  equals: record.username + "@ostermere.example"
appliesTo: record.enabled && record.kind == "person"
expression: |
  others.exists(o, o.status != "terminated" &&
    (size(parameters.departments) == 0 || o.department in parameters.departments))
`

describe('evidentia check', () => {
  it('shows every item that is not met, and answers for a pipeline', async () => {
    await using folder = await writeFolder({ 'check.yaml': check })
    const path = join(folder.path, 'check.yaml')
    const text = await run('check', path, '--evidence', accounts, '--with', roster, '--as-of', '2026-10-31')
    expect(text).toMatchObject({ code: 1, errors: '' })
    expect(text.out).toContain('NOT-MET: accounts-belong-to-staff, version 1, as of 2026-10-31')
    expect(text.out).toMatch(/not-met {2}jonas\.pettifer \(line \d+\): username is jonas\.pettifer/)
    const json = await run('check', path, '--evidence', accounts, '--with', roster, '--json')
    const [result] = JSON.parse(json.out) as { verdict: string; items: { key: string; record: object }[] }[]
    expect(result).toMatchObject({ verdict: 'not-met', items: expect.any(Array) })
    expect(result?.items[0]).toMatchObject({ key: 'jonas.pettifer', record: { type: 'account', evidence: accounts } })
  })

  it('is unknown without what it joins, and takes other parameters', async () => {
    await using folder = await writeFolder({ 'check.yaml': check })
    const path = join(folder.path, 'check.yaml')
    const alone = await run('check', path, '--evidence', accounts)
    expect(alone).toMatchObject({ code: 1, out: expect.stringContaining('UNKNOWN') })
    const set = await run(
      'check',
      path,
      '--evidence',
      accounts,
      '--with',
      roster,
      '--parameter',
      'departments=None,Nowhere',
    )
    expect(set.out).toContain('who works in None, Nowhere.')
    const wrong = await run('check', path, '--evidence', accounts, '--parameter', 'floor=2')
    expect(wrong).toMatchObject({ code: 2, errors: expect.stringContaining('has no parameter "floor"') })
  })

  it('points at the line of the file and of the expression that is wrong', async () => {
    await using folder = await writeFolder({ 'check.yaml': check.replace('o.department', 'o.team') })
    const path = join(folder.path, 'check.yaml')
    const { code, out, errors } = await run('check', path, '--evidence', accounts)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(errors).toContain(`${path}, line 14, expression`)
    expect(errors).toContain('line 2, column 43: no such key: team. ')
  })
})
