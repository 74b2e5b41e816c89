import { Command } from 'commander'
import type { DescribeCommand } from '../command.ts'

/** Options of every `evidentia catalog` command, as given. */
export interface CatalogOptions {
  readonly json?: boolean
  readonly catalog?: string
}

export const describeCatalog: DescribeCommand = (terminal, answer) => {
  const catalog = new Command('catalog').description('Look up frameworks, requirements and controls.')
  catalog
    .command('list')
    .description('Every framework and how far the library reaches it.')
    .option('--json', 'print JSON')
    .option('--catalog <dir>', 'catalog to use instead of the built-in one')
    .action(async (options: CatalogOptions) => {
      const { runList } = await import('./run-list.ts')
      answer(runList(options, terminal))
    })
  catalog
    .command('show')
    .description('A requirement with the controls that serve it, or a control with the requirements it serves.')
    .argument('<id>', 'for example CC6.1, 164.308(a)(7)(ii)(B) or access-review')
    .option('--json', 'print JSON')
    .option('--catalog <dir>', 'catalog to use instead of the built-in one')
    .action(async (id: string, options: CatalogOptions) => {
      const { runShow } = await import('./run-show.ts')
      answer(runShow(id, options, terminal))
    })
  catalog
    .command('diff')
    .description('What one edition of a framework changes against another.')
    .argument('<before>', 'framework id')
    .argument('<after>', 'framework id')
    .option('--json', 'print JSON')
    .option('--catalog <dir>', 'catalog to use instead of the built-in one')
    .action(async (before: string, after: string, options: CatalogOptions) => {
      const { runDiff } = await import('./run-diff.ts')
      answer(runDiff(before, after, options, terminal))
    })
  return catalog
}
