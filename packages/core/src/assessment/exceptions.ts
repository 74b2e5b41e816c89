import type { Judgement } from './judgement.ts'
import type { Obligation } from './obligations.ts'

/** The sentence of the approved exception that covers `obligation` on `day`, if one does. */
export function findException(obligation: Obligation, day: string, { asOf, history }: Judgement): string | undefined {
  const { exception } = history.on(asOf)
  if (exception.size === 0) return undefined
  const id = `${obligation.control.id}/${obligation.requirement.id}`
  for (const e of exception.values()) {
    if (e.requirement !== id || day < e.approved || e.expires < day || e.approved > asOf) continue
    const named = e.system ?? e.vendor
    const own = obligation.subject.kind === 'organization' ? undefined : obligation.subject.id
    if (named !== undefined && named !== own) continue
    return `Excepted until ${e.expires}, approved by ${e.approvedBy}: ${e.compensatingControl}`
  }
  return undefined
}
