import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { judgeTree } from './walls.ts'
import { packageWalls, type RuleName, rules } from './walls/law.ts'
import { readTree } from './walls/tree.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))
const fixtures = fileURLToPath(new URL('walls/fixtures', import.meta.url))
const tree = readTree(fixtures)
const files = tree.paths.filter((path) => !path.endsWith('/'))
const refusals = judgeTree(fixtures, repository)

/** The first line of a fixture: `// refused: rule rule` or `// allowed`. */
function expectedRules(file: string): readonly string[] {
  const [, named] =
    /^\/\/ (?:refused: (.+)|allowed)\n/.exec(tree.read(file)) ?? expect.fail(`${file} lacks its first line`)
  return named?.split(' ').toSorted() ?? []
}

function refusedRules(file: string): readonly RuleName[] {
  return [...new Set(refusals.filter((one) => one.file === file).map((one) => one.rule))].toSorted()
}

describe('the law of imports', () => {
  test.each(files)('judges %s as its first line says', (file) => {
    expect(refusedRules(file)).toEqual(expectedRules(file))
  })

  test('refuses a folder whose name says nothing', () => {
    expect(refusals).toContainEqual({ file: 'packages/server/src/utils/', line: 1, rule: 'empty-name', what: 'utils' })
  })

  test('names the line and the import', () => {
    expect(refusals).toContainEqual({
      file: 'packages/web/src/asks-the-server.ts',
      line: 3,
      rule: 'exports-only',
      what: '../../server/src/main.ts',
    })
  })

  test.each(Object.keys(packageWalls))('has a wall of %s that refuses a fixture', (name) => {
    const refused = refusals.filter((one) => one.file.startsWith(`packages/${name}/`))
    expect(refused.map((one) => one.rule)).toContain('package-wall')
  })

  test.each(Object.keys(rules))('has a fixture that rule %s refuses', (rule) => {
    expect(refusals.map((one): string => one.rule)).toContain(rule)
  })

  test('has a wall for every package of the workspace, and for no other', () => {
    const packages = readTree(repository).paths.filter((path) => /^packages\/[^/]+\/$/.test(path))
    expect(packages).toEqual(
      Object.keys(packageWalls)
        .map((name) => `packages/${name}/`)
        .toSorted(),
    )
  })

  test('finds nothing to refuse in this repository', () => {
    expect(judgeTree(repository)).toEqual([])
  })
})
