import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../testing/run.ts'
import { writeFolder } from '../testing/small-workload.ts'

const evidence = new URL('../../../../examples/ehr-hosting/evidence/', import.meta.url).pathname

test('a change export tells its importer, its records, what is not read and the days it speaks of', async () => {
  const { code, out } = await run('inspect', join(evidence, 'change/change-tickets-2026-10.csv'), '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({
    importer: 'change-ticket-csv',
    records: { change: 13 },
    skipped: [{ where: 'line 1, field risk', reason: expect.stringMatching(/./) }],
    period: { from: '2026-10-05', to: '2026-10-26' },
  })
})

test('a listing of accounts is a state and not an event, so it tells no period', async () => {
  const { out } = await run('inspect', join(evidence, 'access/iam-credential-report-production-2026-10.csv'), '--json')
  const found: unknown = JSON.parse(out)
  expect(found).toMatchObject({ importer: 'aws-iam-credential-report', records: { account: expect.any(Number) } })
  expect(found).not.toHaveProperty('period')
})

test('a file that no importer knows is kept as it is', async () => {
  await using folder = await writeFolder({ 'minutes.md': 'All well.\n' })
  const path = join(folder.path, 'minutes.md')
  expect(JSON.parse((await run('inspect', path, '--json')).out)).toEqual({ importer: null, records: {}, skipped: [] })
  expect((await run('inspect', path)).out).toBe(`${path}: kept as it is; no importer reads records out of it.\n`)
})

test('a malformed file is refused in one sentence', async () => {
  await using folder = await writeFolder({ 'empty.csv': '' })
  const { code, out, errors } = await run('inspect', join(folder.path, 'empty.csv'), '--json')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(errors).toMatch(/^evidentia: [^\n]*is empty \(0 bytes\)[^\n]*\n$/)
})
