import { plainText } from '../output/plain-text.ts'
import type { ReceiptReport } from './check-receipt.ts'
import { renderProblems, renderSigners } from './verdict-text.ts'

/** The report on a receipt as text. */
export function renderReceiptReport(path: string, { ok, checked, problems }: ReceiptReport): string {
  const lines = ok
    ? [
        `${path}: verified`,
        `  entry      ${checked.entry} of ${checked.size ?? 0} in the log "${checked.origin ?? ''}": its proof leads to the signed root`,
        `  fact       ${checked.predicateType ?? ''}, recorded ${checked.recordedAt ?? 'at a time it does not state'}`,
        ...checked.subjects.map(({ name, sha256 }) => `  seals      ${name} ${sha256}`),
        checked.artifact === null
          ? '  file       not checked: give it with --artifact FILE'
          : `  file       has the sealed SHA-256 ${checked.artifact}`,
        ...renderSigners(checked.signedBy, 'the key the receipt itself names'),
      ]
    : renderProblems(path, problems)
  return `${lines.map(plainText).join('\n')}\n`
}
