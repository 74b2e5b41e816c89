import type { CheckResult, ItemVerdict } from '@evidentia/core'
import { count, plainText } from '../output/plain-text.ts'

/** What checks found, as text: what needs a person first, and then how many are met. */
export function renderResults(results: readonly CheckResult[], asOf: string): string {
  return `${results.map((result) => renderResult(result, asOf).map(plainText).join('\n')).join('\n\n')}\n`
}

function renderResult({ check, version, asserts, verdict, summary, items }: CheckResult, asOf: string): string[] {
  const open = items.filter((item) => item.verdict === 'not-met' || item.verdict === 'unknown')
  const rest = items.length - open.length
  return [
    `${verdict.toUpperCase()}: ${check}, version ${version}, as of ${asOf}`,
    `  ${asserts}`,
    `  ${summary}`,
    ...open.map((item) => `  ${item.verdict.padEnd(7)}  ${item.key}${placeOf(item)}: ${item.reason}`),
    ...(rest === 0 ? [] : [`  ${count(rest, 'item')} met or not applicable.`]),
  ]
}

function placeOf({ record }: ItemVerdict): string {
  return record.line === undefined ? '' : ` (line ${record.line})`
}
