import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../testing/run.ts'
import { writeFolder } from '../testing/small-workload.ts'

// The example of the documentation, as a reader would copy it.
const page = readFileSync(new URL('../../../../docs/importers.md', import.meta.url), 'utf8')
const block = (language: string, place = 1): string =>
  page.split(`\`\`\`${language}\n`)[place]?.split('```')[0] ?? expect.fail(language)

test('the mapping in the documentation reads the table in the documentation', async () => {
  await using folder = await writeFolder({ 'accounts.csv': block('csv'), 'accounts.yaml': block('yaml') })
  const [table, mapping] = [join(folder.path, 'accounts.csv'), join(folder.path, 'accounts.yaml')]
  const { code, out } = await run('inspect', table, '--mapping', mapping, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({ importer: 'mapped', records: { account: 2 }, skipped: [] })
  expect(JSON.parse((await run('inspect', table, '--json')).out)).toMatchObject({ importer: null })
})

test('the mapping for Jira in the documentation reads the times that the importer leaves out', async () => {
  const issues = readFileSync(new URL('../../../connectors/src/jira/fixtures/issues.csv', import.meta.url), 'utf8')
  await using folder = await writeFolder({ 'issues.csv': issues, 'jira.yaml': block('yaml', 2) })
  const [table, mapping] = [join(folder.path, 'issues.csv'), join(folder.path, 'jira.yaml')]
  const mapped = JSON.parse((await run('inspect', table, '--mapping', mapping, '--json')).out)
  expect(mapped).toMatchObject({ importer: 'mapped', records: { ticket: 4 } })
  expect(mapped.period.from).toBe('2026-06-01')
  const alone = JSON.parse((await run('inspect', table, '--json')).out)
  expect(alone).toMatchObject({ importer: 'jira-csv', records: { change: 2, ticket: 1 } })
  expect(JSON.stringify(alone.skipped)).toContain('have no offset from UTC')
})

test('a mapping that cannot be is refused with its line, and a word that it lacks with that of the table', async () => {
  await using folder = await writeFolder({
    'a.csv': block('csv').replace('Left', 'Gone'),
    'bad.yaml': block('yaml').replace('displayName', 'nickname'),
    'good.yaml': block('yaml'),
  })
  const path = (name: string): string => join(folder.path, name)
  const bad = await run('inspect', path('a.csv'), '--mapping', path('bad.yaml'))
  expect(bad.code).toBe(1)
  expect(bad.errors).toMatch(/bad\.yaml, line 7, fields\.nickname/)
  const word = await run('inspect', path('a.csv'), '--mapping', path('good.yaml'))
  expect(word.errors).toMatch(/a\.csv, line 3, State: the mapping gives no meaning to "Gone"/)
})

test('an importer can be named, and one that is not there is answered with those that are', async () => {
  await using folder = await writeFolder({ 'a.json': '[]' })
  const path = join(folder.path, 'a.json')
  expect(JSON.parse((await run('inspect', path, '--importer', 'okta-users', '--json')).out)).toEqual({
    importer: 'okta-users',
    records: { account: 0 },
    skipped: [],
  })
  const { code, errors } = await run('inspect', path, '--importer', 'okta')
  expect(code).toBe(1)
  expect(errors).toMatch(/There is no importer "okta"\..*okta-users/)
})
