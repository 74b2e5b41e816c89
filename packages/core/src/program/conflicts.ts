import type { DocumentBody, DocumentKind, ProgramDocument } from './document.ts'

/** A document that cannot stand beside another one on some day. */
export interface DocumentConflict {
  readonly document: ProgramDocument
  readonly field: string
  readonly sentence: string
  readonly remedy: string
}

/** The days on which a version of an object claims something that only one object may; `until` is the first day after. */
interface Claim {
  readonly document: ProgramDocument
  /** What may be claimed once, and in words what it is. */
  readonly key: string
  readonly from: string
  readonly until: string
}

/** After every day there is. */
const endless = '9999-12-32'

/**
 * Every two objects of which both cannot be right on one day: two systems or two vendors of the same name, which no reader could tell
 * apart, and two business associate agreements in force with one party, of which nobody could say which one binds. Of each two the one
 * that begins later is named.
 */
export function findConflicts(documents: readonly ProgramDocument[]): DocumentConflict[] {
  const versions = versionsOf(documents)
  return [
    ...overlaps(claimsOf(versions, 'system', nameOfSystem)).map(conflictOfNames),
    ...overlaps(claimsOf(versions, 'vendor', nameOfVendor)).map(conflictOfNames),
    ...overlaps(claimsOf(versions, 'agreement', partyOfBaa)).map(conflictOfAgreements),
  ]
}

interface Version {
  readonly document: ProgramDocument
  readonly until: string
}

interface Claimed {
  readonly key: string
  readonly from?: string | undefined
  /** The last day, where there is one. */
  readonly to?: string | undefined
}

function nameOfSystem({ name, inService }: DocumentBody<'system'>): Claimed {
  return { key: comparable(name), ...inService }
}

function nameOfVendor({ name, engaged }: DocumentBody<'vendor'>): Claimed {
  return { key: comparable(name), ...engaged }
}

/** A draft claims nothing: it may lie beside the agreement it is to replace. */
function partyOfBaa({ type, party, signed, term }: DocumentBody<'agreement'>): Claimed | null {
  if (type !== 'baa' || signed === undefined) return null
  const from = term?.from !== undefined && term.from > signed ? term.from : signed
  const key = party.vendor === undefined ? `customer ${comparable(party.customer ?? '')}` : `vendor ${party.vendor}`
  return { key, from, to: term?.to }
}

/** Names that differ only in letter case or spaces are the same to a reader. */
function comparable(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}

/** Each version with the first day on which the next one of the same object holds. */
function versionsOf(documents: readonly ProgramDocument[]): Version[] {
  const byObject = Map.groupBy(documents, ({ kind, id }) => `${kind}/${id}`)
  return [...byObject.values()].flatMap((all) => {
    const inOrder = all.toSorted((a, b) => compare(a.effective, b.effective))
    return inOrder.map((document, at) => ({ document, until: inOrder[at + 1]?.effective ?? endless }))
  })
}

function claimsOf<K extends DocumentKind>(
  versions: readonly Version[],
  kind: K,
  claimOf: (body: DocumentBody<K>) => Claimed | null,
): Claim[] {
  return versions.flatMap(({ document, until }): Claim[] => {
    if (!isOfKind(document, kind) || document.body === null) return []
    const claimed = claimOf(document.body)
    if (claimed === null) return []
    const { key, from = '', to } = claimed
    const claim = {
      document,
      key,
      from: from > document.effective ? from : document.effective,
      // Text that sorts after the last day and before the one that follows it.
      until: to === undefined || to >= until ? until : `${to}+`,
    }
    return claim.from < claim.until ? [claim] : []
  })
}

function isOfKind<K extends DocumentKind>(document: ProgramDocument, kind: K): document is ProgramDocument<K> {
  return document.kind === kind
}

/** Pairs of claims to the same thing by different objects that share a day: of each claim the longest before it, each object named once. */
function overlaps(claims: readonly Claim[]): (readonly [earlier: Claim, later: Claim])[] {
  const named = new Set<string>()
  return [...Map.groupBy(claims, ({ key }) => key).values()].flatMap((rivals) => {
    const pairs: (readonly [Claim, Claim])[] = []
    const open: Claim[] = []
    for (const claim of rivals.toSorted((a, b) => compare(a.from, b.from))) {
      const rival = open.find(({ document, until }) => until > claim.from && document.id !== claim.document.id)
      if (rival !== undefined && !named.has(claim.document.id)) {
        named.add(claim.document.id)
        pairs.push([rival, claim])
      }
      keepLongest(open, claim)
    }
    return pairs
  })
}

/** Keeps the two claims of different objects that reach furthest: any later claim that meets an earlier one meets one of them. */
function keepLongest(open: Claim[], claim: Claim): void {
  const others = open.filter(({ document }) => document.id !== claim.document.id)
  const own = open.find(({ document }) => document.id === claim.document.id)
  const longest = own !== undefined && own.until > claim.until ? own : claim
  const kept = [...others, longest].toSorted((a, b) => compare(b.until, a.until)).slice(0, 2)
  open.splice(0, open.length, ...kept)
}

function conflictOfNames([earlier, { document }]: readonly [Claim, Claim]): DocumentConflict {
  const { kind, id } = document
  return {
    document,
    field: 'name',
    sentence: `${kind} "${id}" has the name of ${kind} "${earlier.document.id}"`,
    remedy: 'Give one of them another name, so that a reader can tell them apart.',
  }
}

function conflictOfAgreements([earlier, { document, key, from }]: readonly [Claim, Claim]): DocumentConflict {
  return {
    document,
    field: 'id',
    sentence: `from ${from} on, agreement "${document.id}" is in force beside "${earlier.document.id}", both business associate agreements with ${key}`,
    remedy: 'End the term of one, or record the newer one as a later version of the other.',
  }
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
