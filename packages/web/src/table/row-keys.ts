/** Where a key moves the active row to among `count` rows; null when the key means nothing here. */
export function rowAfterKey(key: string, active: number, count: number, singleKeys: boolean): number | null {
  if (count === 0) return null
  const page = 12
  const moved = movesOf(key, page, singleKeys)
  if (moved === 'first') return 0
  if (moved === 'last') return count - 1
  if (moved === null) return null
  return Math.min(count - 1, Math.max(0, active + moved))
}

function movesOf(key: string, page: number, singleKeys: boolean): number | 'first' | 'last' | null {
  if (key === 'ArrowDown' || (singleKeys && key === 'j')) return 1
  if (key === 'ArrowUp' || (singleKeys && key === 'k')) return -1
  if (key === 'PageDown') return page
  if (key === 'PageUp') return -page
  if (key === 'Home') return 'first'
  if (key === 'End') return 'last'
  return null
}
