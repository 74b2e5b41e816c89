/** A note where one was written. */
export function noted(note: string): { note?: string } {
  return note === '' ? {} : { note }
}
