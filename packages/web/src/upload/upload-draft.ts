import type { EvidenceClaim } from '@evidentia/core'
import { isDate } from '../time/format.ts'
import type { UploadStart, UploadTarget } from './upload-target.ts'

/** An upload as it is being filled in. `collected` is local time without a zone, as the browser's field gives it. */
export interface UploadDraft {
  readonly file: File | null
  /** Further files for the same claim. */
  readonly others: readonly File[]
  readonly targets: readonly UploadTarget[]
  readonly from: string
  readonly to: string
  readonly source: string
  readonly collected: string
  readonly note: string
  /** What it corrects and why; null for evidence that corrects nothing. */
  readonly correction: { readonly id: string; readonly name: string; readonly reason: string } | null
}

export function draftOf(start: UploadStart, now = new Date()): UploadDraft {
  return {
    file: start.files?.[0] ?? null,
    others: start.files?.slice(1) ?? [],
    targets: start.targets ?? [],
    from: start.effective?.from ?? '',
    to: start.effective?.to ?? '',
    source: start.targets?.[0]?.systemOfRecord ?? '',
    collected: localMinute(now),
    note: '',
    correction: start.supersedes === undefined ? null : { ...start.supersedes, reason: '' },
  }
}

/** The first thing that is still to be filled in, as a sentence; null when the upload can go. */
export function missingPart(draft: UploadDraft): string | null {
  if (draft.file === null) return 'Choose a file.'
  const empty = [draft.file, ...draft.others].find(({ size }) => size === 0)
  if (empty !== undefined)
    return draft.others.length === 0
      ? 'The file is empty: choose one with content.'
      : `${empty.name} is empty: choose files with content.`
  if (draft.correction !== null && draft.correction.reason.trim() === '') return 'Say why it is corrected.'
  if (draft.targets.length === 0) return 'Say what the file proves.'
  if (!isDate(draft.from) || !isDate(draft.to)) return 'Say which days the file speaks of.'
  if (draft.from > draft.to) return 'The period ends before it starts.'
  if (draft.source.trim() === '') return 'Name the system the file comes from.'
  if (Number.isNaN(Date.parse(draft.collected))) return 'Say when the file was collected.'
  return null
}

/** What is sent beside the file. */
export function claimOf(draft: UploadDraft): EvidenceClaim {
  return {
    proves: draft.targets.map(({ proves }) => proves),
    effective: { from: draft.from, to: draft.to },
    collectedAt: new Date(draft.collected).toISOString(),
    source: draft.source.trim(),
    ...(draft.note.trim() === '' ? {} : { note: draft.note.trim() }),
    ...(draft.correction === null ? {} : { supersedes: draft.correction.id, reason: draft.correction.reason.trim() }),
  }
}

/** `2026-10-31T18:05` by the reader's clock, as a datetime-local field holds it. */
function localMinute(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
