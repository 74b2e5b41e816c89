import { defineCheck } from '@evidentia/core'
import type { RecordBody, ValuesOf } from '@evidentia/core'
import { itemOf, judge, unknown } from '../../judgement.ts'
import type { Said } from '../../judgement.ts'

type Change = RecordBody<'change'>

const dayMs = 86_400_000

const parameters = {
  emergencyDays: {
    type: 'integer',
    title: 'How long after an emergency change its approval may follow',
    unit: 'days',
    minimum: 0,
    maximum: 30,
    default: 3,
  },
  doneStatuses: {
    type: 'texts',
    title: 'Statuses that say a change was made, where the ticket does not say when',
    maximumItems: 40,
    default: ['implemented', 'deployed', 'completed', 'complete', 'done', 'closed', 'resolved'],
  },
} as const

/** Whether a second person agreed before production changed. */
export const changesApprovedByAnother = defineCheck({
  id: 'changes-approved-by-another',
  version: 1,
  asserts:
    'Every implemented change was approved beforehand (an emergency: within {emergencyDays} days after) by someone who neither asked for it nor implemented it.',
  population: ['change'],
  joins: [],
  shrinkage: 'silence',
  parameters,
  evaluate(input) {
    const changes = input.population('change')
    if (changes === null) return unknown('The evidence carries no change tickets that could be read.')
    return judge(
      changes.map((change) => itemOf(change.body.key, change, judgeChange(change.body, input.parameters))),
      {
        items: 'implemented changes',
        failing: 'lack a timely approval by another person',
        holding: 'were approved in time by another person',
      },
    )
  },
})

function judgeChange(change: Change, { doneStatuses, emergencyDays }: ValuesOf<typeof parameters>): Said {
  const { approver, status } = change
  if (change.implementedAt === null && !doneStatuses.includes(status.toLowerCase())) {
    return { verdict: 'not-applicable', reason: `not implemented (status ${status})`, value: status }
  }
  if (approver === null) return { verdict: 'not-met', reason: 'the ticket names no approver', value: null }
  if (isSame(approver, change.requester))
    return { verdict: 'not-met', reason: `${approver} approved their own request`, value: approver }
  if (isSame(approver, change.implementer))
    return { verdict: 'not-met', reason: `${approver} approved and implemented it`, value: approver }
  return judgeTime(change, emergencyDays)
}

function judgeTime(change: Change, emergencyDays: number): Said {
  const { approver, approvedAt, implementedAt, requester, implementer, type } = change
  const value = approvedAt
  if (approvedAt === null) return { verdict: 'unknown', reason: 'the ticket does not say when it was approved', value }
  if (implementedAt === null)
    return { verdict: 'unknown', reason: 'the ticket does not say when it was implemented', value }
  const late = Date.parse(approvedAt) - Date.parse(implementedAt)
  const times = `approved ${approvedAt}, implemented ${implementedAt}`
  if (late > (type === 'emergency' ? emergencyDays * dayMs : 0))
    return { verdict: 'not-met', reason: `${times}: the approval came too late`, value }
  if (requester === null) return { verdict: 'unknown', reason: 'the ticket does not say who asked for it', value }
  if (implementer === null) return { verdict: 'unknown', reason: 'the ticket does not say who implemented it', value }
  return { verdict: 'met', reason: `${approver} ${times}`, value }
}

function isSame(one: string, other: string | null): boolean {
  return other !== null && one.trim().toLowerCase() === other.trim().toLowerCase()
}
