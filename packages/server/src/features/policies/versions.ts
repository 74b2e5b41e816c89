import { createHash } from 'node:crypto'
import {
  addMonths,
  dateOfInstant,
  EvidentiaError,
  type Person,
  type Policy,
  type Program,
  type ProgramDocument,
  programOn,
} from '@evidentia/core'
import type { Acknowledgment } from './store.ts'

/** One version of a policy, named by the SHA-256 of its text. */
export interface PolicyVersion {
  readonly effective: string
  readonly recordedAt: string
  readonly entry: number
  readonly sha256: string
  readonly body: Policy
}

/** A version of a document with its place in the log. */
export type RecordedDocument = ProgramDocument & { readonly entry: number }

/** The programme and its policies as they stood on a day. */
export interface PolicyView {
  readonly asOf: string
  readonly timeZone: string
  readonly program: Program
  /** Every version of every policy that was in effect or known by that day, by policy, oldest first. */
  readonly policies: ReadonlyMap<string, readonly PolicyVersion[]>
  readonly acknowledgments: readonly Acknowledgment[]
}

/**
 * What can be said of `asOf`: versions in effect by then, and those recorded by then though they take effect later. Of an
 * organization that brings its history along, everything is recorded on one day and took effect before.
 */
export function viewOn(
  documents: readonly RecordedDocument[],
  acknowledgments: readonly Acknowledgment[],
  asOf: string,
  timeZone: string,
): PolicyView {
  const wasThere = (effective: string, recordedAt: string): boolean =>
    effective <= asOf || dateOfInstant(recordedAt, timeZone) <= asOf
  const versions = documents
    .filter((document): document is RecordedDocument & { kind: 'policy' } => document.kind === 'policy')
    .filter(({ effective, recordedAt }) => wasThere(effective, recordedAt))
    .flatMap((document) => (isPolicy(document.body) ? [versionOf(document, document.body)] : []))
  return {
    asOf,
    timeZone,
    program: programOn(documents, asOf),
    policies: Map.groupBy(versions, ({ body }) => body.id),
    acknowledgments: acknowledgments.filter(({ at }) => dateOfInstant(at, timeZone) <= asOf),
  }
}

/** SHA-256 of a policy's text, in lower-case hexadecimal. */
function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

export function versionOf(
  { effective, recordedAt, entry }: Pick<RecordedDocument, 'effective' | 'recordedAt' | 'entry'>,
  body: Policy,
): PolicyVersion {
  return { effective, recordedAt, entry, sha256: digestOf(body.text), body }
}

/** Every version of one policy. Throws `not-found`. */
export function findVersions({ policies, asOf }: PolicyView, id: string): readonly PolicyVersion[] {
  const versions = policies.get(id)
  if (versions === undefined)
    throw new EvidentiaError('not-found', `There was no policy called "${id}" on ${asOf}.`, {
      remedy: 'Draft it from a template, or ask for a later day.',
    })
  return versions
}

/** The version in force on the day of the view, or null. */
export function findInForce({ program, asOf }: PolicyView, versions: readonly PolicyVersion[]): PolicyVersion | null {
  const [{ body: { id } } = { body: { id: '' } }] = versions
  const policy = program.policy.get(id)
  if (policy === undefined) return null
  return (
    versions
      .filter(({ effective, body }) => effective <= asOf && body.approval !== undefined)
      .toSorted((a, b) => (a.effective === b.effective ? a.entry - b.entry : a.effective < b.effective ? -1 : 1))
      .at(-1) ?? null
  )
}

/** The draft that waits: the newest version, unless it is approved. */
export function findDraft(versions: readonly PolicyVersion[]): PolicyVersion | null {
  const newest = versions.toSorted((a, b) => a.entry - b.entry).at(-1)
  return newest === undefined || newest.body.approval !== undefined ? null : newest
}

/** Who works for the organization on the day of the view, by name. */
export function listWorkforce({ program, asOf }: PolicyView): Person[] {
  return [...program.person.values()]
    .filter(({ started, left }) => (started ?? asOf) <= asOf && (left === undefined || left > asOf))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** When each person first acknowledged that text of the policy. */
export function listFirst(
  { acknowledgments }: Pick<PolicyView, 'acknowledgments'>,
  policy: string,
  sha256: string | undefined,
): ReadonlyMap<string, Acknowledgment> {
  const first = new Map<string, Acknowledgment>()
  for (const one of acknowledgments)
    if (one.policy === policy && one.sha256 === sha256 && !first.has(one.person)) first.set(one.person, one)
  return first
}

/** A policy in a list. */
export function describeLine(view: PolicyView, id: string, versions: readonly PolicyVersion[]) {
  const inForce = findInForce(view, versions)
  const draft = findDraft(versions)
  const shown = (inForce ?? draft ?? versions.at(-1))?.body
  const approval = inForce?.body.approval
  const reviewBy = approval === undefined ? null : addMonths(approval.on, inForce?.body.reviewMonths ?? 0)
  const workforce = listWorkforce(view)
  const acknowledged = listFirst(view, id, inForce?.sha256)
  const state: 'draft' | 'in-force' | 'review-due' =
    reviewBy === null ? 'draft' : reviewBy < view.asOf ? 'review-due' : 'in-force'
  return {
    id,
    title: shown?.title ?? id,
    owner: shown?.owner ?? '',
    state,
    approved: approval?.on ?? null,
    reviewBy,
    draftWaiting: draft !== null,
    acknowledged: workforce.filter((person) => acknowledged.has(person.id)).length,
    workforce: workforce.length,
  }
}

function isPolicy(body: ProgramDocument['body']): body is Policy {
  return body !== null && 'text' in body && 'reviewMonths' in body
}
