import { describeDefinition, listOpenPoints } from '@evidentia/core'
import { count, plainText } from '../output/plain-text.ts'
import type { Redrawn } from './draw-again.ts'
import type { SealedPopulation } from './sealed-facts.ts'

/** The populations of a package, one line each. */
export function renderList(path: string, populations: readonly SealedPopulation[]): string {
  const lines = populations.map(
    ({ fact: { id, definition, card }, runAt }) =>
      `  ${id}  ${count(card.counts.items, 'item')}, ${definition.period.from} to ${definition.period.to}, frozen ${runAt}: ${definition.name}`,
  )
  return render([`${path}: ${count(populations.length, 'population')}`, ...lines])
}

/** What drawing one again came to, with its card. */
export function renderRedrawn(population: SealedPopulation, { card, problems }: Redrawn): string {
  const { fact, runBy, runAt, attestations } = population
  const { id, definition, entries } = fact
  const { rows, appendix, exports, counts } = fact.card
  const isSame = problems.length === 0
  const verdict = isSame
    ? `${id}: drawn again, the same ${count(counts.items, 'item')}`
    : card === null
      ? `${id}: could NOT be drawn again`
      : `${id}: drawn again and NOT the same, ${count(problems.length, 'difference')}`
  return render([
    verdict,
    ...problems.map(({ where, problem }) => `  ${where}: ${problem}`),
    `  name        ${definition.name}`,
    `  definition  ${describeDefinition(definition)}`,
    `  drawn from  ${count(exports.total, 'export')} among the first ${count(entries, 'entry', 'entries')} of the log`,
    `  records     ${counts.examined} examined: ${counts.items} items, ${counts.repeated} repeated, ${counts.unmatched} not meant, ${counts.outside} outside the period, ${counts.undated} without a date`,
    `  rows        ${count(rows.lines, 'line')}, SHA-256 ${rows.sha256}`,
    `  appendix    ${count(appendix.lines, 'line')}, SHA-256 ${appendix.sha256}`,
    `  run by      ${runBy.name}, ${runAt}`,
    ...(attestations.length === 0 ? ['  attested    by nobody'] : []),
    ...attestations.map(({ says, by, at, sentence }) => `  attested    ${says}, by ${by}, ${at}: ${sentence}`),
    ...listOpenPoints(fact.card).map((sentence) => `  to weigh    ${sentence}`),
  ])
}

function render(lines: readonly string[]): string {
  return `${lines.map(plainText).join('\n')}\n`
}
