import type { Collector, CollectContext, Connected, Reply, Unread } from './collector.ts'
import { CollectFailure, type FailureKind, remedyOf, toFailure } from './failure.ts'

/** The most that the replies of one collection hold. */
const maxCharacters = 256 * 1_048_576
const maxUnread = 1000

export interface CollectRequest {
  /** The connector's id. */
  readonly connector: string
  readonly collector: Collector
  readonly dataset: string
  readonly connected: Connected<unknown, Readonly<Record<string, string>>>
  readonly context: CollectContext
  /** Takes the artifact in order; awaited, so that a slow store slows the reading. */
  readonly write: (chunk: Uint8Array) => void | Promise<void>
  readonly onReply?: (about: string, replies: number) => void
}

/** What a collection came to. */
export interface Collected {
  readonly startedAt: string
  readonly endedAt: string
  readonly replies: number
  /** How many answers there were about each resource; the first thousand. */
  readonly counts: Readonly<Record<string, number>>
  readonly unread: readonly Unread[]
  /** Why it ended before its end; null when all was asked for. */
  readonly failure: { readonly kind: FailureKind; readonly sentence: string; readonly remedy: string } | null
}

/**
 * Reads one dataset and writes its artifact: a JSON document with what was collected from where, each reply as it came, what could
 * not be read, and an end, without which an importer takes it for cut off. Also a collection that fails at once leaves one.
 */
export async function collect(request: CollectRequest): Promise<Collected> {
  const { connector, collector, dataset, connected, context, onReply } = request
  const out = new ArtifactWriter(request.write, Object.values(connected.secrets))
  const startedAt = context.now()
  const counts = new Map<string, number>()
  const unread: Unread[] = []
  let replies = 0
  let failure: CollectFailure | null = null
  // With its defaults: what is read again from the artifact must not depend on those of a later version.
  const settings = collector.settings.parse(connected.settings)
  const source = collector.sourceOf(settings)
  await out.line(
    `{"collection":${JSON.stringify({ connector, dataset, version: collector.version, source, startedAt, settings })},"replies":[`,
  )
  try {
    for await (const item of collector.collect(dataset, connected, context)) {
      context.signal.throwIfAborted()
      if (isUnread(item)) {
        if (unread.length === maxUnread) throw new CollectFailure('too-large', `More than ${maxUnread} reads failed.`)
        unread.push(item)
        continue
      }
      const { request: asked, about, body } = item
      await out.reply(
        `${replies === 0 ? '' : ','}${JSON.stringify({ request: asked, about, at: context.now(), body: body ?? null })}`,
      )
      replies += 1
      if (counts.has(about) || counts.size < 1000) counts.set(about, (counts.get(about) ?? 0) + 1)
      onReply?.(about, replies)
    }
  } catch (error) {
    failure = context.signal.aborted ? new CollectFailure('canceled', 'The collection was canceled.') : toFailure(error)
    unread.push({ request: dataset, about: dataset, kind: failure.kind, reason: out.conceal(failure.message) })
  }
  const endedAt = context.now()
  const complete = failure === null
  await out.line(`],"unread":${out.conceal(JSON.stringify(unread))},`)
  await out.line(`"end":${JSON.stringify({ at: endedAt, replies, unread: unread.length, complete })}}`)
  return {
    startedAt,
    endedAt,
    replies,
    counts: Object.fromEntries(counts),
    unread: unread.map((one) => ({ ...one, reason: out.conceal(one.reason) })),
    failure:
      failure === null
        ? null
        : { kind: failure.kind, sentence: out.conceal(failure.message), remedy: remedyOf(failure.kind) },
  }
}

/** The failed read of one resource, where the rest can still be read; anything that ends all reading is thrown on. */
export function unreadOf(request: string, about: string, error: unknown): Unread {
  const failure = toFailure(error)
  if (failure.kind === 'canceled' || failure.kind === 'credentials') throw failure
  return { request, about, kind: failure.kind, reason: failure.message }
}

function isUnread(item: Reply | Unread): item is Unread {
  return 'kind' in item
}

class ArtifactWriter {
  readonly #write: CollectRequest['write']
  readonly #secrets: readonly string[]
  readonly #encoder = new TextEncoder()
  #size = 0

  constructor(write: CollectRequest['write'], secrets: readonly string[]) {
    this.#write = write
    // As a secret stands within JSON text too. One of a letter or two would black out everything and hide nothing.
    this.#secrets = secrets
      .filter((secret) => secret.length >= 4)
      .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
  }

  /** A system that repeats a secret must not get it sealed for years: the reply is refused as a whole. */
  async reply(text: string): Promise<void> {
    if (this.#secrets.some((secret) => text.includes(secret)))
      throw new CollectFailure(
        'malformed',
        'The system repeated a secret of this connection in its answer, which is not kept.',
      )
    this.#size += text.length
    if (this.#size > maxCharacters)
      throw new CollectFailure(
        'too-large',
        `The answers take more than ${maxCharacters / 1_048_576} million characters.`,
      )
    await this.line(text)
  }

  async line(text: string): Promise<void> {
    await this.#write(this.#encoder.encode(`${text}\n`))
  }

  conceal(text: string): string {
    return this.#secrets.reduce((shown, secret) => shown.replaceAll(secret, '[secret]'), text)
  }
}
