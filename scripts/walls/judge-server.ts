import { isTestCode, landsOn } from './judge-package.ts'
import { type Refusal, type RuleName, serverRooms } from './law.ts'
import type { SourceFacts } from './source-facts.ts'

type Room =
  | { readonly kind: 'composition' }
  | { readonly kind: 'platform'; readonly room: string }
  | { readonly kind: 'feature'; readonly noun: string; readonly part: string }
  | { readonly kind: 'top' }

/** Judges one file of the server: main, context, features/<noun>/{routes,service,store}, platform, in that direction. */
export function judgeServer(file: string, facts: SourceFacts): readonly Refusal[] {
  const from = roomOf(file)
  if (!from) return []
  const refusals: Refusal[] = []
  if (from.kind === 'platform' && !isPlatformRoom(from.room)) {
    refusals.push({ file, line: 1, rule: 'platform-room', what: from.room })
  }
  for (const { specifier, typeOnly, line } of facts.imports) {
    const target = specifier === undefined ? undefined : landsOn(file, specifier)
    const to = target === undefined ? undefined : roomOf(target)
    const rule = to && judgeArrow(from, to, typeOnly || isTestCode(file))
    if (rule) refusals.push({ file, line, rule, what: specifier ?? '' })
  }
  return refusals
}

function judgeArrow(from: Room, to: Room, typeOnly: boolean): RuleName | undefined {
  if (from.kind === 'platform') return to.kind === 'feature' || to.kind === 'composition' ? 'platform-up' : undefined
  if (from.kind === 'feature' && to.kind === 'feature') {
    if (from.noun === to.noun) return !typeOnly && isUpward(from.part, to.part) ? 'feature-order' : undefined
    if (to.part === 'store') return 'feature-store'
    return typeOnly ? undefined : 'feature-value'
  }
  if (typeOnly || from.kind === 'composition') return undefined
  if (from.kind === 'feature' && to.kind === 'composition') return 'wiring'
  if (from.kind === 'top' && to.kind === 'feature' && to.part !== 'routes') return 'wiring'
  return undefined
}

/** Files of a feature besides the three are parts of one of them and stand outside the order. */
function isUpward(from: string, to: string): boolean {
  const order: readonly string[] = serverRooms.featureOrder
  return order.includes(from) && order.includes(to) && order.indexOf(to) < order.indexOf(from)
}

function isComposition(file: string): boolean {
  const files: readonly string[] = serverRooms.composition
  return files.includes(file)
}

function isPlatformRoom(room: string): boolean {
  const rooms: readonly string[] = serverRooms.platform
  return rooms.includes(room)
}

function roomOf(path: string): Room | undefined {
  if (!path.startsWith(`${serverRooms.root}/`)) return undefined
  const [first = '', second = '', third = ''] = path.slice(serverRooms.root.length + 1).split('/')
  if (isComposition(first)) return { kind: 'composition' }
  if (first === 'platform') return { kind: 'platform', room: second.replace(/(?:\.test)?\.tsx?$/, '') }
  if (first === 'features' && third !== '') return { kind: 'feature', noun: second, part: partOf(third) }
  return { kind: 'top' }
}

/** `store.ts`, `store/rows.ts` and `store-rows.ts` are all the store. */
function partOf(name: string): string {
  const stem = name.replace(/\.tsx?$/, '')
  return serverRooms.featureOrder.find((part) => stem === part || stem.startsWith(`${part}-`)) ?? stem
}
