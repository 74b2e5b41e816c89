interface Edition {
  readonly id: string
  readonly family: string
}

/**
 * The frameworks an organization is judged by once it adopts an edition: the edition in the place of an earlier one of its
 * family, for it is judged by at most one of each; at the end where there was none.
 */
export function adoptEdition(
  current: readonly string[],
  adopted: Edition,
  known: readonly Edition[],
): readonly string[] {
  const isRival = (id: string) => known.some((other) => other.id === id && other.family === adopted.family)
  const place = current.findIndex(isRival)
  if (place === -1) return [...current, adopted.id]
  return current.flatMap((id, index) => (index === place ? [adopted.id] : isRival(id) ? [] : [id]))
}
