import { EvidentiaError } from '@evidentia/core'

/** The page of a list that is computed as a whole. `cursor` is opaque to clients. */
export function pageOfList<T>(
  items: readonly T[],
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): { items: T[]; next: string | null; total: number } {
  const from = cursor === undefined ? 0 : readCursor(cursor)
  const page = items.slice(from, from + limit)
  return { items: page, next: from + limit < items.length ? writeCursor(from + limit) : null, total: items.length }
}

/** A position as clients carry it. */
export function writeCursor(position: number): string {
  return Buffer.from(`p${position}`).toString('base64url')
}

/** Throws `invalid-input` for anything but what `writeCursor` gave. */
export function readCursor(cursor: string): number {
  const position = /^p(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1]
  if (position === undefined) {
    throw new EvidentiaError('invalid-input', 'The cursor is not one this server gave.', {
      place: { field: 'cursor' },
      remedy: 'Begin again without a cursor.',
    })
  }
  return Number(position)
}
