import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checks, connectors } from './registry.ts'

function linesOf(page: string): string[] {
  const text = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8')
  return text.split('\n').map((line) => line.replaceAll(/ +/g, ' '))
}

it('has every check in the list of checks, with its sentence, what it reads and its defaults', () => {
  const rows = checks.map(({ id, asserts, population, joins, parameters }) => {
    const reads = [...population, ...joins].join(', ')
    const defaults = Object.entries(parameters).map(
      ([name, { default: value }]) => `\`${name}\` ${JSON.stringify(value)}`,
    )
    return `| \`${id}\` | ${asserts} | ${reads === '' ? 'the programme' : reads} | ${defaults.join(', ') || 'none'} |`
  })
  expect(linesOf('check-list.md').filter((line) => line.startsWith('| `'))).toEqual(rows.toSorted())
  expect(checks.length).toBeGreaterThanOrEqual(40)
})

it('has every connector in the page about connections, with its datasets and records', () => {
  const rows = connectors.flatMap(({ id, name, collector }) => {
    if (collector === undefined) return []
    const types = [...new Set(collector.datasets.flatMap(({ importer }) => importer.recordTypes))].join(', ')
    const titles = collector.datasets.map(({ title }) => title).join(', ')
    return [`| \`${id}\` | ${name} | ${titles} | ${types === '' ? 'by a mapping' : types} |`]
  })
  expect(linesOf('connections.md').filter((line) => line.startsWith('| `'))).toEqual(rows)
})
