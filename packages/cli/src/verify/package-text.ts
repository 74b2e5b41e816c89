import type { PackageReport } from '@evidentia/ledger'
import { count, plainText } from '../output/plain-text.ts'
import { renderProblems, renderSigners } from './verdict-text.ts'

/** The report on a package as text: each line is something that was checked. */
export function renderPackageReport(path: string, { ok, checked, problems }: PackageReport): string {
  const lines = ok
    ? [
        `${path}: verified`,
        `  container  ${count(checked.files, 'file')}, nothing between, before or after them`,
        `  manifest   lists every file with its size and SHA-256; made ${checked.createdAt ?? ''}, as its maker says`,
        `  log        ${count(checked.entries, 'entry', 'entries')} of "${checked.origin ?? ''}" hashed again, every tile derived again`,
        `  checkpoint size ${checked.checkpointSize ?? 0}, root ${checked.root ?? ''}`,
        `  artifacts  ${checked.artifacts} present and named by the log, ${checked.withheld} withheld with a reason`,
        ...(checked.seenCheckpoints === undefined
          ? []
          : [`  seen       the log extends ${count(checked.seenCheckpoints, 'checkpoint')} seen elsewhere`]),
        ...renderSigners(checked.signedBy, 'the key inside the package'),
      ]
    : renderProblems(path, problems)
  return `${lines.map(plainText).join('\n')}\n`
}
