import type { ProgramDocument } from '../program/document.ts'
import type { Exception } from '../program/tailoring.ts'
import type { Judgement } from './judgement.ts'
import type { Obligation, RowIdentity } from './obligations.ts'
import type { ProgramHistory } from './program-history.ts'
import type { Subject } from './subject.ts'

type Excepted = ReadonlyMap<string, readonly Exception[]>

// A programme and its history never change, so each is sorted once however many rows ask.
const exceptionsOf = new WeakMap<ReadonlyMap<string, Exception>, Excepted>()
const versionsOf = new WeakMap<ProgramHistory, ReadonlyMap<string, readonly ProgramDocument<'exception'>[]>>()

/** The sentence of the approved exception that covers `obligation` on `day`, if one does. */
export function findException(obligation: Obligation, day: string, { asOf, history }: Judgement): string | undefined {
  const { exception } = history.on(asOf)
  if (exception.size === 0) return undefined
  const known = exceptionsOf.get(exception)
  const byRequirement = known ?? Map.groupBy(exception.values(), ({ requirement }) => requirement)
  if (known === undefined) exceptionsOf.set(exception, byRequirement)
  const requirement = `${obligation.control.id}/${obligation.requirement.id}`
  for (const e of byRequirement.get(requirement) ?? []) {
    if (day < e.approved || e.expires < day || e.approved > asOf || !isFor(e, obligation.subject)) continue
    return `Excepted until ${e.expires}, approved by ${e.approvedBy}: ${e.compensatingControl}`
  }
  return undefined
}

/** Every version of each exception that was ever for the row, in whatever else it was for in other versions. */
export function versionsOfExceptions(
  history: ProgramHistory,
  row: RowIdentity,
): readonly ProgramDocument<'exception'>[] {
  const named = namedVersions(history).get(`${row.control}/${row.requirement}`) ?? []
  const ids = new Set(named.flatMap(({ id, body }) => (body !== null && isFor(body, row.subject) ? [id] : [])))
  return [...ids].flatMap((id) => history.versionsOf('exception', id))
}

/** Whether an exception speaks of a subject: one that names neither system nor vendor speaks of all. */
function isFor({ system, vendor }: Exception, subject: Subject): boolean {
  const named = system ?? vendor
  return named === undefined || (subject.kind !== 'organization' && named === subject.id)
}

function namedVersions(history: ProgramHistory): ReadonlyMap<string, readonly ProgramDocument<'exception'>[]> {
  const known = versionsOf.get(history)
  if (known !== undefined) return known
  const versions = history.idsOf('exception').flatMap((id) => history.versionsOf('exception', id))
  const named = Map.groupBy(versions, ({ body }) => body?.requirement ?? '')
  versionsOf.set(history, named)
  return named
}
