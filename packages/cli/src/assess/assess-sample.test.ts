import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findingSchema, rowSchema } from '@evidentia/core'
import { expect, test } from 'vitest'
import { run } from '../testing/run.ts'

const sample = new URL('../../../../examples/ehr-hosting', import.meta.url).pathname
/** The gaps that the sample's README says were planted: row, status, and a word its reasons must hold. */
const planted: readonly (readonly [key: string, status: string, told: RegExp])[] = [
  ['restore-test/restore-drill@system:clinical-db', 'missing', /2026-07/],
  ['access-removal/account-listing@system:cloud-production', 'failing', /jonas\.pettifer/],
  ['baa-management/executed-baa@vendor:scrivenleaf', 'failing', /never signed/],
  ['vendor-assurance/assurance-report@vendor:keepmoor', 'failing', /2025-06-30/],
  ['vulnerability-management/vulnerability-scan@system:interface-engine-b', 'missing', /No evidence/],
  ['vulnerability-management/vulnerability-scan@system:patient-portal', 'failing', /CVE-2025-24813/],
  ['change-approval/change-tickets@organization', 'failing', /CHG-1178/],
  ['network-segmentation/rule-review@system:network-clinical', 'unknown', /left on 2026-08-14/],
  ['network-segmentation/rule-review@system:network-edge', 'unknown', /left on 2026-08-14/],
]
const excepted = 'encryption-in-transit/transport-configuration@system:interface-engine'

async function assessSample(asOf: string, ...more: string[]) {
  const { code, out, errors } = await run('assess', sample, '--as-of', asOf, '--json', ...more)
  expect({ code, errors }).toEqual({ code: 0, errors: '' })
  const answer: { [K in 'asOf' | 'period' | 'summary' | 'rows' | 'findings']?: unknown } = JSON.parse(out)
  expect(Object.keys(answer).filter((key) => key !== 'period')).toEqual(['asOf', 'summary', 'rows', 'findings'])
  return {
    asOf: answer.asOf,
    period: answer.period,
    summary: answer.summary,
    rows: rowSchema.array().parse(answer.rows),
    findings: findingSchema.array().parse(answer.findings),
  }
}

test('every planted gap of the sample is found with its reason, and no planted row is green', async () => {
  const { asOf, rows, findings } = await assessSample('2026-10-31')
  expect(asOf).toBe('2026-10-31')
  for (const [key, status, told] of planted) {
    const row = rows.find((r) => r.key === key)
    expect(row, key).toMatchObject({ key, status })
    expect(row?.reasons.join(' '), key).toMatch(told)
    const finding = findings.find((f) => f.id.endsWith(`:${key}`))
    expect(finding?.facts.join(' '), key).toMatch(told)
  }
  expect(findings.map((f) => f.id)).toContain('owner:left:jonas-pettifer')
  expect(findings).toHaveLength(planted.length + 1)
})

test('nothing that was not planted needs attention', async () => {
  const { rows, summary } = await assessSample('2026-10-31')
  const open = rows.filter((row) => row.status !== 'current').map((row) => row.key)
  expect(open.toSorted()).toEqual([...planted.map(([key]) => key), excepted].toSorted())
  expect(summary).toEqual({ failing: 5, missing: 2, unknown: 2, excepted: 1, current: rows.length - 10 })
})

test('nine months earlier the answer differs as the files say: nothing is open and what began later is absent', async () => {
  const { rows, findings } = await assessSample('2026-01-31')
  expect(findings).toEqual([])
  expect(rows.filter((row) => row.status !== 'current').map((row) => row.key)).toEqual([excepted])
  const subjects = rows.flatMap((row) => [row.system, row.vendor])
  expect(subjects).not.toContain('interface-engine-b')
  expect(subjects).not.toContain('scrivenleaf')
  expect(rows.find((row) => row.vendor === 'keepmoor' && row.control === 'vendor-assurance')?.status).toBe('current')
})

test('every row carries what the matrix promises, and the period is told only when asked for', async () => {
  const { rows, period } = await assessSample('2026-10-31')
  expect(period).toBeUndefined()
  for (const row of rows) {
    const { owner, backupOwner, systemOfRecord, artifact, reasons } = row
    expect(
      [owner, backupOwner, systemOfRecord, artifact].every((text) => (text ?? '') !== ''),
      row.key,
    ).toBe(true)
    expect(reasons.length, row.key).toBeGreaterThan(0)
  }
  const asked = await assessSample('2026-10-31', '--period', '2026-08-01..2026-10-31')
  expect(asked.period).toEqual({ from: '2026-08-01', to: '2026-10-31' })
  // The drill that July lacks lies outside this period.
  expect(asked.rows.find((row) => row.key === planted[0]?.[0])?.status).toBe('current')
})

test('what was collected after the instant of knowledge is left out', async () => {
  const { rows } = await assessSample('2026-10-31', '--known-at', '2026-10-01T00:00:00Z')
  const last =
    rows
      .map((row) => row.lastEvidence?.collectedAt ?? '')
      .toSorted()
      .at(-1) ?? ''
  expect(last.localeCompare('2026-10-01T00:00:00Z')).toBeLessThan(0)
  expect(rows.find((row) => row.key === 'change-approval/change-tickets@organization')?.reasons.join(' ')).not.toMatch(
    /CHG-1178/,
  )
})

test('the text says what is not green before what is, with owner and reason', async () => {
  const { code, out } = await run('assess', sample, '--as-of', '2026-10-31')
  expect(code).toBe(0)
  const positions = [
    'Not green: 9 of',
    'Failing:',
    'jonas.pettifer',
    'Missing:',
    'Unknown:',
    'Excepted:',
    'Current (',
    'Findings (10)',
  ].map((text) => out.indexOf(text))
  expect(positions.every((at) => at >= 0)).toBe(true)
  expect(positions).toEqual(positions.toSorted((a, b) => a - b))
})

test('the whole sample packs and verifies', async () => {
  const path = join(tmpdir(), `evidentia-sample-${process.pid}.zip`)
  try {
    const packed = await run('assess', sample, '--as-of', '2026-10-31', '--package', path)
    expect(packed.errors).toContain(
      'Signed by a key made for this package: shows that nothing changed since packing, not who packed.',
    )
    const { code, out } = await run('verify', path)
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/: verified\n[\s\S]*hashed again/) })
  } finally {
    await rm(path, { force: true })
  }
})
