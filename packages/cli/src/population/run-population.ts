import { OpenPackage, verifyPackage } from '@evidentia/ledger'
import type { ExitCode } from '../command.ts'
import { Refusal } from '../output/explain-error.ts'
import { plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'
import { readTrustedKeys } from '../verify/trusted-keys.ts'
import { renderProblems } from '../verify/verdict-text.ts'
import type { PopulationOptions } from './command.ts'
import { drawAgain } from './draw-again.ts'
import { renderList, renderRedrawn } from './population-text.ts'
import { readSealedFacts } from './sealed-facts.ts'

/**
 * Verifies a package, then lists its populations or draws one of them again. 0 only where the package holds and the population
 * is, to the last byte, what was sealed.
 */
export async function runPopulation(
  path: string,
  id: string | undefined,
  options: PopulationOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const print = (report: object, text: string) =>
    terminal.print(options.json === true ? `${JSON.stringify(report, null, 2)}\n` : text)
  const vkeys = options.key === undefined ? {} : { vkeys: await readTrustedKeys(options.key) }
  const { ok, problems } = await verifyPackage(path, vkeys)
  if (!ok) {
    print({ ok, problems }, `${renderProblems(path, problems).map(plainText).join('\n')}\n`)
    return 1
  }
  await using opened = await OpenPackage.open(path)
  const facts = await readSealedFacts(opened.entries())
  if (id === undefined) {
    const all = [...facts.populations.values()]
    print({ ok, populations: all.map(({ fact, runBy, runAt }) => ({ ...fact, runBy, runAt })) }, renderList(path, all))
    return 0
  }
  const population = facts.populations.get(id)
  if (population === undefined)
    throw new Refusal(1, `The package has no population ${id}; call without it to list them.`)
  const redrawn = await drawAgain(opened, facts, population.fact)
  const isSame = redrawn.problems.length === 0
  const { runBy, runAt, attestations } = population
  print(
    {
      ok: isSame,
      population: id,
      sealed: population.fact.card,
      drawn: redrawn.card,
      runBy,
      runAt,
      attestations,
      problems: redrawn.problems,
    },
    renderRedrawn(population, redrawn),
  )
  return isSame ? 0 : 1
}
