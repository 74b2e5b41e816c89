import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Item, Trail } from '../ground.ts'
import { settle } from '../settle.ts'
import { type Attempt, makeItem, sendItem, sendUntilAcknowledged } from './send.ts'
import type { FaultSite } from './site.ts'
import { type Effect, injectFault, type SeenCall, type Syscall, watchCalls } from './strace.ts'

const againMs = 40_000

/**
 * What is sent while one call is broken: an artifact that rides in the commit; one that is a file; the first file of an
 * organization, whose key and folders have to be made; a large one; one that records are derived from, which are a file too; eight
 * of the first two kinds at once, which share a commit.
 */
export type Shape = 'small' | 'file' | 'first' | 'large' | 'derived' | 'smalls' | 'files'
/** Whose calls: the server's file work, PostgreSQL's work for the server, or PostgreSQL's own writing at a checkpoint. */
export type Place = 'server' | 'backend' | 'checkpoint'

export interface Trial {
  readonly place: Place
  readonly shape: Shape
  readonly syscall: Syscall
  readonly ordinal: number
  readonly effect: Effect
}

export interface TrialResult {
  readonly trial: Trial
  /** The calls that were broken; none when the request made fewer calls this time. */
  readonly hits: readonly string[]
  readonly outcomes: readonly Attempt['outcome'][]
  readonly problems: readonly string[]
  readonly wasRestarted: boolean
}

/** Which calls a request of this shape makes, so that each can be broken in turn. */
export async function listOrdinals(
  site: FaultSite,
  place: Place,
  shape: Shape,
  trail: Trail,
): Promise<Omit<Trial, 'effect'>[]> {
  if (shape !== 'first') await warmUp(site, trail)
  // What was written since the start would make a first checkpoint many times as long as any other.
  if (place === 'checkpoint') await site.asSuperuser(async (client) => client.query('checkpoint'))
  const tracing = await watchCalls(await findTargets(site, place))
  let calls: SeenCall[]
  try {
    const items = makeItems(site, shape, trail)
    const attempts = await Promise.all(items.map(async (item) => remember(site, trail, item)))
    if (attempts.some(({ outcome }) => outcome !== 'acknowledged'))
      throw new Error('A request without a fault was not acknowledged.')
    if (place === 'checkpoint') await site.asSuperuser(async (client) => client.query('checkpoint'))
  } finally {
    calls = await tracing.stop()
  }
  const counts = new Map<string, number>()
  const found = new Map<string, Omit<Trial, 'effect'>>()
  for (const { thread, syscall, line } of calls) {
    const count = (counts.get(`${thread} ${syscall}`) ?? 0) + 1
    counts.set(`${thread} ${syscall}`, count)
    // What wakes another thread is no file; breaking that would only end the process.
    if (!line.includes(site.ground.dataFolder) && place === 'server') continue
    if (/<(?:socket|TCP|pipe|anon_inode)/.test(line)) continue
    found.set(`${syscall} ${count}`, { place, shape, syscall: syscall as Syscall, ordinal: count })
  }
  return [...found.values()]
}

/**
 * Breaks one call of one request and holds what is left against what was said: an answer is a receipt or a plain refusal, the
 * item is there once or not at all, and the same request under the same key is recorded as soon as the fault is gone. After
 * SIGKILL the last is left to `sendRest`, because a key that was cut off is kept closed for some seconds.
 */
export async function runTrial(site: FaultSite, trial: Trial, trail: Trail): Promise<TrialResult> {
  const { place, shape, effect } = trial
  const items = makeItems(site, shape, trail)
  const stagedBefore = await site.observer.blobs.countStaged()
  const tracing = await injectFault(await findTargets(site, place), trial)
  let attempts: Attempt[]
  let calls: SeenCall[]
  try {
    attempts = await Promise.all(items.map(async (item) => remember(site, trail, item)))
    // It fails when the fault is in it.
    if (place === 'checkpoint')
      await site.asSuperuser(async (client) => client.query('checkpoint')).catch(() => undefined)
  } finally {
    calls = await tracing.stop()
  }
  const wasRestarted = await site.recover()
  const problems = attempts.flatMap((attempt) =>
    attempt.outcome === 'refused' && attempt.trouble !== null ? [attempt.trouble] : [],
  )
  if (wasRestarted && effect !== 'SIGKILL') problems.push('the server ended because a call failed')
  problems.push(...(await settle(site.observer, trail, site.address)).problems)
  if (effect !== 'SIGKILL') problems.push(...(await resend(site, trail, items)))
  if (!wasRestarted && trial.syscall !== 'unlink') {
    const left = (await site.observer.blobs.countStaged()) - stagedBefore
    if (left > 0) problems.push(`${left} temporary files are left`)
  }
  if (wasRestarted && shape !== 'first') await warmUp(site, trail)
  const hits = calls.filter(({ isInjected }) => isInjected).map(({ line }) => line)
  return { trial, hits, outcomes: attempts.map(({ outcome }) => outcome), problems, wasRestarted }
}

/** Everything never acknowledged, sent again under its first key: all of it is recorded now. Returns what is not. */
export async function sendRest(site: FaultSite, trail: Trail): Promise<string[]> {
  const problems = await resend(site, trail, [...trail.unanswered.values()])
  return [...problems, ...(await settle(site.observer, trail, site.address, true)).problems]
}

async function resend(site: FaultSite, trail: Trail, items: readonly Item[]): Promise<string[]> {
  const problems: string[] = []
  const open = items.filter(({ key }) => trail.unanswered.has(key))
  for (let at = 0; at < open.length; at += 8) {
    const group = open.slice(at, at + 8).map(async (item) => {
      const acknowledged = await sendUntilAcknowledged(site.address, trail, item, againMs)
      if (acknowledged === null) problems.push(`${item.name}, sent again under its key, is not acknowledged`)
      else site.ground.acknowledge(trail, acknowledged)
    })
    await Promise.all(group)
  }
  return problems
}

/** A server makes some folders sure once after its start; this keeps the ordinals of what comes then the same. */
async function warmUp(site: FaultSite, trail: Trail): Promise<void> {
  await remember(site, trail, makeItem('file'))
}

async function remember(site: FaultSite, trail: Trail, item: Item): Promise<Attempt> {
  trail.unanswered.set(item.key, item)
  const attempt = await sendItem(site.address, trail, item)
  if (attempt.outcome === 'acknowledged') site.ground.acknowledge(trail, attempt.acknowledged)
  return attempt
}

async function findTargets(site: FaultSite, place: Place): Promise<number[]> {
  if (place === 'server') return [await site.findFileThread()]
  const { backends, writers } = await site.findDatabaseProcesses()
  return place === 'backend' ? backends : writers
}

function makeItems(site: FaultSite, shape: Shape, { organization }: Trail): Item[] {
  if (shape === 'smalls') return Array.from({ length: 8 }, () => makeItem('small'))
  if (shape === 'files') return Array.from({ length: 8 }, () => makeItem('file'))
  const kind = shape === 'first' ? 'file' : shape
  const item = makeItem(kind)
  // A folder that has to be made costs calls of its own, which are to be broken as well.
  for (let tries = 0, other = item; tries < 500; tries += 1, other = makeItem(kind))
    if (!existsSync(join(site.ground.dataFolder, 'blobs', organization, other.sha256.slice(0, 2)))) return [other]
  return [item]
}
