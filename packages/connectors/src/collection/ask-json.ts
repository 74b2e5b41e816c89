import type { CollectContext, HttpRequest, Reply, Unread } from './collector.ts'
import { unreadOf } from './collect.ts'
import { CollectFailure } from './failure.ts'

/** An answer in JSON, with the headers that lead on. */
export interface JsonAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly value: unknown
}

/** Sends a request and reads the JSON it is answered with. A status in `answers` is an answer too. Throws `CollectFailure`. */
export async function askJson(
  { http }: Pick<CollectContext, 'http'>,
  request: HttpRequest,
  answers: readonly number[] = [],
): Promise<JsonAnswer> {
  const reply = await http.send({ ...request, headers: { accept: 'application/json', ...request.headers } })
  const { status, headers } = reply
  const { host, pathname } = new URL(request.url)
  if (status !== 200 && !answers.includes(status)) throw refusalOf(status, host, pathname)
  const text = new TextDecoder().decode(reply.body)
  try {
    const value: unknown = JSON.parse(text)
    return { status, headers, value }
  } catch (error) {
    if (status !== 200) return { status, headers, value: null }
    throw new CollectFailure('malformed', `${host} answered ${pathname} with something that is not JSON.`, error)
  }
}

function refusalOf(status: number, host: string, path: string): CollectFailure {
  if (status === 401) return new CollectFailure('credentials', `${host} does not accept the credentials (401).`)
  if (status === 403) return new CollectFailure('permission', `${host} does not let this account read ${path} (403).`)
  return new CollectFailure('malformed', `${host} answered ${path} with status ${status}.`)
}

/** What a request is called in an artifact: method and path with its query, without host and without anything secret. */
export function nameRequest({ method, url }: HttpRequest): string {
  const { pathname, search } = new URL(url)
  return `${method} ${pathname}${search}`
}

/** Asks for a list page by page; `next` gives the request for the page after an answer. The first page has to be answered. */
export async function* askPages(
  context: Pick<CollectContext, 'http'>,
  about: string,
  first: HttpRequest,
  next: (answer: JsonAnswer, asked: HttpRequest) => HttpRequest | null,
): AsyncGenerator<Reply | Unread, readonly unknown[]> {
  const values: unknown[] = []
  const seen = new Set<string>()
  for (let request: HttpRequest | null = first; request !== null;) {
    if (seen.has(request.url)) throw new CollectFailure('malformed', `The pages of ${about} lead in a circle.`)
    seen.add(request.url)
    const answer: JsonAnswer = await askJson(context, request)
    yield { request: nameRequest(request), about, body: answer.value }
    values.push(answer.value)
    request = next(answer, request)
  }
  return values
}

/** Asks about one resource among many: one that cannot be read is said, and the rest goes on. Null where there is no answer. */
export async function* askOne(
  context: Pick<CollectContext, 'http'>,
  about: string,
  request: HttpRequest,
  answers: readonly number[] = [],
): AsyncGenerator<Reply | Unread, JsonAnswer | null> {
  try {
    const answer = await askJson(context, request, answers)
    const body = answer.status === 200 ? answer.value : { status: answer.status }
    yield { request: nameRequest(request), about, body }
    return answer
  } catch (error) {
    yield unreadOf(nameRequest(request), about, error)
    return null
  }
}

/** The next page as a Link header names it (RFC 8288), kept to the host that was asked. */
export function followLink({ headers }: JsonAnswer, asked: HttpRequest): HttpRequest | null {
  const target = /<([^>]+)>\s*;[^,]*rel="?next"?/i.exec(headers['link'] ?? '')?.[1]
  return target === undefined ? null : moveTo(asked, target)
}

/** The same request at another address of the same host: a list must not lead credentials elsewhere. */
export function moveTo(asked: HttpRequest, target: string): HttpRequest {
  const from = new URL(asked.url)
  const to = new URL(target, from)
  if (to.host !== from.host || to.protocol !== from.protocol)
    throw new CollectFailure('not-allowed', `${from.host} leads on to ${to.host}, which is not followed.`)
  return { ...asked, url: to.href }
}

/** The instant `days` before `now`. */
export function daysBefore(now: string, days: number): string {
  return new Date(Date.parse(now) - days * 86_400_000).toISOString()
}
