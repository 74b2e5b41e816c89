import type { PackageReport, TimeStampVerdict } from '@evidentia/ledger'
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
        ...renderTimeStamp(checked.timeStamp),
        ...renderSigners(checked.signedBy, 'the key inside the package'),
      ]
    : renderProblems(path, problems)
  return `${lines.map(plainText).join('\n')}\n`
}

/** Nothing when the package has no stamp. One without a trust anchor is worth nothing, and says so. */
function renderTimeStamp(verdict: TimeStampVerdict | null | undefined): string[] {
  if (verdict === undefined || verdict === null) return []
  const { time, authority, isTrusted } = verdict
  return isTrusted
    ? [`  time stamp the checkpoint existed at ${time}, as "${authority}" signed and a certificate you named shows`]
    : [
        `  time stamp not verified: no trust anchor given. It says ${time} by "${authority}"; name the authority's certificate with --tsa-certificate`,
      ]
}
