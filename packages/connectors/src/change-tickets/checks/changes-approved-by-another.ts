import type { Check, ItemVerdict, RecordBody } from '@evidentia/core'
import { judge, unknown } from '../../judgement.ts'

type Change = RecordBody<'change'>

/** How long after an emergency change its approval may follow, in milliseconds (3 days of 24 hours). */
const emergencyLeeway = 3 * 86_400_000

/** Statuses that say a change was made even where the ticket does not say when. */
const doneStatuses = new Set(['implemented', 'deployed', 'completed', 'complete', 'done', 'closed', 'resolved'])

/** Whether a second person agreed before production changed. */
export const changesApprovedByAnother: Check = {
  id: 'changes-approved-by-another',
  asserts:
    'Every implemented change was approved beforehand (an emergency: within 3 days after) by someone who neither asked for it nor implemented it.',
  population: ['change'],
  joins: [],
  evaluate(input) {
    const changes = input.population('change')
    if (changes === null) return unknown('The evidence carries no change tickets that could be read.')
    return judge(
      changes.map((change) => ({
        key: change.body.key,
        evidence: change.evidence,
        line: change.line,
        ...judgeChange(change.body),
      })),
      {
        items: 'implemented changes',
        failing: 'lack a timely approval by another person',
        holding: 'were approved in time by another person',
      },
    )
  },
}

function judgeChange(change: Change): Pick<ItemVerdict, 'verdict' | 'reason'> {
  if (change.implementedAt === null && !doneStatuses.has(change.status.toLowerCase())) {
    return { verdict: 'not-applicable', reason: `not implemented (status ${change.status})` }
  }
  if (change.approver === null) return { verdict: 'not-met', reason: 'the ticket names no approver' }
  if (isSame(change.approver, change.requester))
    return { verdict: 'not-met', reason: `${change.approver} approved their own request` }
  if (isSame(change.approver, change.implementer))
    return { verdict: 'not-met', reason: `${change.approver} approved and implemented it` }
  return judgeTime(change)
}

function judgeTime({
  approver,
  approvedAt,
  implementedAt,
  requester,
  implementer,
  type,
}: Change): Pick<ItemVerdict, 'verdict' | 'reason'> {
  if (approvedAt === null) return { verdict: 'unknown', reason: 'the ticket does not say when it was approved' }
  if (implementedAt === null) return { verdict: 'unknown', reason: 'the ticket does not say when it was implemented' }
  const late = Date.parse(approvedAt) - Date.parse(implementedAt)
  const times = `approved ${approvedAt}, implemented ${implementedAt}`
  if (late > (type === 'emergency' ? emergencyLeeway : 0))
    return { verdict: 'not-met', reason: `${times}: the approval came too late` }
  if (requester === null) return { verdict: 'unknown', reason: 'the ticket does not say who asked for it' }
  if (implementer === null) return { verdict: 'unknown', reason: 'the ticket does not say who implemented it' }
  return { verdict: 'met', reason: `${approver} ${times}` }
}

function isSame(one: string, other: string | null): boolean {
  return other !== null && one.trim().toLowerCase() === other.trim().toLowerCase()
}
