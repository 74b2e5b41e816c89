import type { PopulationCard, ReconciliationResult } from './card.ts'
import type { PopulationDefinition, RecordSelection } from './definition.ts'
import type { Condition } from './query.ts'
import { keyAsField } from './definition.ts'

/** The definition in sentences, for people; the definition itself is what is run again. */
export function describeDefinition(definition: PopulationDefinition): string {
  const { records, period, numbered, reconciliation } = definition
  const sentences = [
    `${describeSelection(records)}, from ${period.from} to ${period.to}.`,
    numbered ? 'The system of record numbers them without gaps.' : '',
    reconciliation?.with === 'records'
      ? `Held against ${describeSelection(reconciliation.records)}: ${fieldWords(reconciliation.matchedBy.here)} here with ${fieldWords(reconciliation.matchedBy.there)} there.`
      : '',
    reconciliation?.with === 'count'
      ? `Held against a count of ${reconciliation.count}: ${reconciliation.statedBy}.`
      : '',
  ]
  const text = sentences.filter((sentence) => sentence !== '').join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function describeSelection({ type, systems, sources, placedBy, query, uniqueWithin }: RecordSelection): string {
  const clauses = query.all.map(({ any }) => any.map(describeCondition).join(' or '))
  return [
    `records of type ${type}`,
    sources === undefined ? '' : `from ${sources.join(' or ')}`,
    systems === undefined ? 'of the whole organization' : `of ${systems.join(', ')}`,
    clauses.length === 0
      ? ''
      : `where ${clauses.map((clause, _, all) => (all.length > 1 ? `(${clause})` : clause)).join(' and ')}`,
    placedBy.length === 0 ? 'placed by the days of their export' : `placed by ${placedBy.join(', else ')}`,
    uniqueWithin === 'subject' ? 'one for each key within what its export speaks of' : 'one for each key',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function describeCondition(condition: Condition): string {
  switch (condition.is) {
    case 'equals':
      return `${condition.field} is ${JSON.stringify(condition.value)}`
    case 'in':
      return `${condition.field} is one of ${condition.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'before':
    case 'after':
      return `${condition.field} is ${condition.is} ${condition.day}`
    case 'exists':
      return `${condition.field} is ${condition.value ? 'filled' : 'empty'}`
  }
}

function fieldWords(field: string): string {
  return field === keyAsField ? 'the key' : field
}

/** What a reader of the card must weigh before relying on the population, one sentence each; none where nothing is open. */
export function listOpenPoints(card: PopulationCard): string[] {
  const { counts, coverage, exports, gone, skipped, sequence, reconciliation } = card
  return [
    exports.total === 0 ? 'No export holds such records in this period.' : '',
    counts.items === 0 ? 'There are no items. Unless a person attests that there was nothing, this shows nothing.' : '',
    gone === 0 ? '' : `The records of ${counted(gone, 'export')} cannot be read any more.`,
    coverage.openDays === 0
      ? ''
      : `${counted(coverage.openDays, 'day')} of the period ${isAre(coverage.openDays)} covered by no export.`,
    skipped.total === 0
      ? ''
      : `Importers did not read ${counted(skipped.total, 'row or column', 'rows or columns')} of the exports.`,
    counts.undated === 0
      ? ''
      : `${counted(counts.undated, 'record')} ${hasHave(counts.undated)} no date and so no place in the period.`,
    sequence?.gaps === null ? 'The keys are said to be numbered and are not.' : '',
    sequence === null || sequence.missing === 0
      ? ''
      : `${counted(sequence.missing, 'number')} of the sequence ${isAre(sequence.missing)} missing.`,
    explainReconciliation(reconciliation),
  ].filter((sentence) => sentence !== '')
}

function explainReconciliation(result: ReconciliationResult | null): string {
  if (result === null) return 'It was not held against a second source.'
  if (result.result === 'agrees') return ''
  if (result.with === 'count') return `The stated count is ${result.stated}, and there are ${result.found} items.`
  if (result.result === 'unknown') return 'The second source has no export in this period.'
  const { here, there, onlyHere, onlyThere } = result
  const empty = here.withoutValue + there.withoutValue
  const sentence = `Of the second source ${counted(onlyThere.total, 'value')} ${isAre(onlyThere.total)} missing here, and ${onlyHere.total} of here there.`
  return empty === 0 ? sentence : `${sentence} ${counted(empty, 'record')} ${hasHave(empty)} nothing to compare.`
}

function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : plural}`
}

function isAre(count: number): string {
  return count === 1 ? 'is' : 'are'
}

function hasHave(count: number): string {
  return count === 1 ? 'has' : 'have'
}
