import { z } from 'zod'
import type { Permission } from '../access/permissions.ts'
import type { ProblemCode } from '../errors.ts'
import type { DatedAct } from './finding-acts.ts'
import type { AcceptanceRequest, FindingItem } from './finding-record.ts'

/** What can be done about one finding. Raising one needs none. */
export const deedSchema = z.enum(['assign', 'start', 'ready', 'comment', 'verify', 'request-acceptance', 'accept-risk'])
export type Deed = z.infer<typeof deedSchema>
export const deeds = deedSchema.options

/** The permission each deed needs; `findHindrance` says what else. */
export const deedPermissions: { readonly [D in Deed]: Permission } = {
  assign: 'findings:assign',
  start: 'findings:work',
  ready: 'findings:work',
  comment: 'findings:comment',
  verify: 'findings:verify',
  'request-acceptance': 'findings:work',
  'accept-risk': 'risk:accept',
}

/** Who would do it: an account, and the people of the programme it is; a key is nobody. */
export interface Doer {
  readonly account: string
  readonly isNamedPerson: boolean
  readonly people: readonly string[]
}

export interface Hindrance {
  readonly code: Extract<ProblemCode, 'not-permitted' | 'conflict'>
  readonly sentence: string
  readonly remedy: string
}

/**
 * What keeps somebody from a deed though their role permits it, or null. Whoever answers for a finding or worked on it is not who says
 * that it is gone, and whoever asks to live with a risk is not who accepts it (R-GAP-1). `acts` are those of the present episode.
 */
export function findHindrance(deed: Deed, item: FindingItem, acts: readonly DatedAct[], doer: Doer): Hindrance | null {
  if (deed === 'comment') return null
  if (item.state === 'closed')
    return conflict('It is closed.', 'Nothing is left to do; if it comes back, it is reopened by itself.')
  if (deed === 'assign' || deed === 'start' || deed === 'ready') return null
  if (!doer.isNamedPerson)
    return { code: 'not-permitted', sentence: 'That is the word of a named person, not of a key.', remedy: signIn }
  if (deed === 'verify') return findVerifyHindrance(item, acts, doer)
  if (!item.shows) return conflict('The gap shows no longer.', 'Have somebody verify it instead.')
  if (deed === 'request-acceptance') return null
  const request = pendingRequest(acts)
  if (request === null) return conflict('Nobody has asked to accept this risk.', 'Ask for it; somebody else accepts.')
  if (acts.find(({ entry }) => entry === request.entry)?.by.id === doer.account)
    return notYou('You asked for it, so somebody else must accept it.')
  if (isOwner(item, doer)) return notYou('You answer for this finding, so somebody else must accept its risk.')
  return null
}

/** What was asked for last and is not accepted yet; null where there is nothing. */
export function pendingRequest(acts: readonly DatedAct[]): AcceptanceRequest | null {
  const last = acts.findLast((act) => act.kind === 'risk-acceptance-requested')
  if (last?.kind !== 'risk-acceptance-requested') return null
  if (acts.some((act) => act.kind === 'risk-accepted' && act.body.request === last.entry)) return null
  const { reason, compensatingControl, expires } = last.body
  return { entry: last.entry, by: last.by.name, at: last.recordedAt, reason, compensatingControl, expires }
}

function findVerifyHindrance(item: FindingItem, acts: readonly DatedAct[], doer: Doer): Hindrance | null {
  if (item.kind !== 'raised' && item.shows)
    return conflict(
      'What is computed still shows the gap, so no word closes it.',
      'Record what it asks for; it closes when that proves it.',
    )
  if (isOwner(item, doer)) return notYou('You answer for this finding, so somebody else must verify it.')
  const worked = acts.some(
    ({ kind, by }) => (kind === 'finding-started' || kind === 'finding-ready') && by.id === doer.account,
  )
  return worked ? notYou('You worked on this finding, so somebody else must verify it.') : null
}

const signIn = 'Sign in and say it yourself.'

function isOwner({ owner }: FindingItem, { people }: Doer): boolean {
  return owner !== null && people.includes(owner)
}

function notYou(sentence: string): Hindrance {
  return { code: 'not-permitted', sentence, remedy: 'Ask a colleague whose role includes it.' }
}

function conflict(sentence: string, remedy: string): Hindrance {
  return { code: 'conflict', sentence, remedy }
}
