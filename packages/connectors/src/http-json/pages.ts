import { z } from 'zod'
import type { JsonAnswer } from '../collection/ask-json.ts'
import { followLink } from '../collection/ask-json.ts'
import type { HttpRequest } from '../collection/collector.ts'

/** How a list goes on after a page. */
export const pagingSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('none') }),
  /** A Link header (RFC 8288). */
  z.strictObject({ by: z.literal('link') }),
  /** A token in the answer, sent as a parameter. */
  z.strictObject({ by: z.literal('token'), at: z.string().min(1).max(200), parameter: z.string().min(1).max(60) }),
  /** The number of the page, until one has no items. */
  z.strictObject({
    by: z.literal('page'),
    parameter: z.string().min(1).max(60),
    first: z.int().min(0).max(1).default(1),
  }),
  /** How many items to leave out, until a page has none. */
  z.strictObject({ by: z.literal('offset'), parameter: z.string().min(1).max(60) }),
])
export type Paging = z.output<typeof pagingSchema>

/** The value at a dotted path of an answer; undefined where there is none. `''`: the answer itself. */
export function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value
  return path.split('.').reduce<unknown>((found, step) => {
    if (typeof found !== 'object' || found === null) return undefined
    return Object.entries(found).find(([name]) => name === step)?.[1]
  }, value)
}

/** The request for the page after an answer; null after the last. */
export function nextPage(paging: Paging, items: number, answer: JsonAnswer, asked: HttpRequest): HttpRequest | null {
  if (paging.by === 'none') return null
  if (paging.by === 'link') return followLink(answer, asked)
  const url = new URL(asked.url)
  if (paging.by === 'token') {
    const token = valueAt(answer.value, paging.at)
    if ((typeof token !== 'string' && typeof token !== 'number') || token === '') return null
    url.searchParams.set(paging.parameter, String(token))
    return { ...asked, url: url.href }
  }
  if (items === 0) return null
  const step = paging.by === 'page' ? 1 : items
  const from = paging.by === 'page' ? paging.first : 0
  url.searchParams.set(paging.parameter, String(Number(url.searchParams.get(paging.parameter) ?? from) + step))
  return { ...asked, url: url.href }
}
