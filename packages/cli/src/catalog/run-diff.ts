import type { Catalog, Framework, Requirement } from '@evidentia/core'
import { compareEditions, EvidentiaError } from '@evidentia/core'
import type { ExitCode } from '../command.ts'
import { plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'
import type { CatalogOptions } from './command.ts'
import { loadCatalog } from './load-catalog.ts'

/** Prints what one edition of a framework changes against another. */
export function runDiff(before: string, after: string, options: CatalogOptions, terminal: Terminal): ExitCode {
  const catalog = loadCatalog(options.catalog)
  const { added, removed, moved, changed, unchanged } = compareEditions(find(catalog, before), find(catalog, after))
  const ids = (list: readonly Requirement[]) => list.map((r) => r.id)
  if (options.json === true) {
    const answer = {
      before,
      after,
      added: ids(added),
      removed: ids(removed),
      moved: moved.map(({ from, to }) => ({ from: ids(from), to: to.id })),
      changed: changed.map(({ after: r, fields }) => ({ id: r.id, fields })),
      unchanged,
    }
    terminal.print(`${JSON.stringify(answer, null, 2)}\n`)
    return 0
  }
  const lines = [
    ...added.map((r) => `added    ${r.id} ${r.title}`),
    ...removed.map((r) => `removed  ${r.id} ${r.title}`),
    ...moved.map(({ from, to }) => `moved    ${ids(from).join(', ')} to ${to.id} ${to.title}`),
    ...changed.map(({ after: r, fields }) => `changed  ${r.id} ${r.title}: ${fields.join(', ')}`),
    `${unchanged} unchanged`,
  ]
  terminal.print(`${lines.map(plainText).join('\n')}\n`)
  return 0
}

function find(catalog: Catalog, id: string): Framework {
  const framework = catalog.frameworks.get(id)
  if (framework !== undefined) return framework
  throw new EvidentiaError('not-found', `The catalog has no framework "${id}".`, {
    remedy: `It has ${[...catalog.frameworks.keys()].join(', ')}.`,
  })
}
