import { z } from 'zod'

/**
 * A finding's id says where it comes from and what it is about, `gap:<row key>`, `owner:left:<person>`, `raised:<uuid>`. It follows from its
 * cause alone, so every run that finds the same gap finds the same id, whatever kind the gap is of on that day.
 */
export const findingIdSchema = z
  .string()
  .max(400)
  .regex(
    /^(?:gap|owner|unknown-control|addressable-decision|policy-review|raised):[^\s]+$/,
    'use the id of a finding, such as gap:restore-test/restore-drill@system:main-db',
  )

/** The id of what a reviewer or an auditor raised. */
export const raisedFindingIdSchema = findingIdSchema.refine(isRaised, 'use the id of a finding that somebody raised')

const rowPrefix = 'gap:'
const raisedPrefix = 'raised:'

/** The id of the one finding a row of the matrix can have. */
export function rowFindingId(rowKey: string): string {
  return `${rowPrefix}${rowKey}`
}

/** The key of the row a finding is about; null for one of the programme itself and for one that was raised. */
export function rowKeyOf(finding: string): string | null {
  return finding.startsWith(rowPrefix) ? finding.slice(rowPrefix.length) : null
}

/** `unique` names it among all that were raised. */
export function raisedFindingId(unique: string): string {
  return `${raisedPrefix}${unique}`
}

/**
 * The id as people read and quote it, `restore-test / restore-drill / main-db`: what it is about, without the marks that programs go by. The
 * list of findings finds it by these words.
 */
export function readableId(finding: string): string {
  const row = rowKeyOf(finding)
  // In the key of a row the third word says what kind of subject the fourth is.
  if (row !== null) return row.split(separators).toSpliced(2, 1).join(' / ')
  return finding
    .split(separators)
    .map((word) => (isRaised(finding) ? word.slice(0, 8) : word))
    .join(' / ')
}

const separators = /[/@:]/

export function isRaised(finding: string): boolean {
  return finding.startsWith(raisedPrefix)
}
