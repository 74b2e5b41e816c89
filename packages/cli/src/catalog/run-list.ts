import type { ExitCode } from '../command.ts'
import { plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'
import type { CatalogOptions } from './command.ts'
import { loadCatalog } from './load-catalog.ts'

/** Prints every framework: how many requirements it has, how many some control serves, and how many say why none does. */
export function runList(options: CatalogOptions, terminal: Terminal): ExitCode {
  const catalog = loadCatalog(options.catalog)
  const frameworks = [...catalog.frameworks.values()].map((framework) => ({
    id: framework.id,
    family: framework.family,
    title: framework.title,
    edition: framework.edition,
    status: framework.status,
    requirements: framework.requirements.length,
    served: catalog.served.get(framework.id)?.size ?? 0,
    notReached: framework.requirements.filter((r) => r.notReached !== undefined).length,
  }))
  terminal.print(
    options.json === true
      ? `${JSON.stringify({ frameworks, controls: catalog.controls.size }, null, 2)}\n`
      : `${frameworks
          .map(({ id, title, requirements, served, status }) =>
            plainText(
              `${id}: ${title}; ${served} of ${requirements} served${status === 'proposed' ? '; proposed' : ''}`,
            ),
          )
          .join('\n')}\n${catalog.controls.size} controls\n`,
  )
  return 0
}
