import { z } from 'zod'

/** Cursor pagination: `cursor` is opaque and comes from the previous page. */
export const pageQuery = {
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
}

/** A page of `item`; `next` is null on the last one. `total` counts all that match. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), next: z.string().nullable(), total: z.int().min(0) })
}
