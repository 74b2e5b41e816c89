import { recordCheck } from '../../record-check.ts'
import { isSameName, met, notMet, outside, untold } from '../../said.ts'

export const elevationsApprovedByAnother = recordCheck({
  id: 'elevations-approved-by-another',
  asserts: 'Every elevation other than by breaking glass was approved by another person before it began.',
  type: 'elevation',
  wording: {
    items: 'elevations',
    failing: 'lack an approval by another beforehand',
    holding: 'were approved beforehand',
  },
  named: ({ body }) => body.identifier,
  judge({ body: { kind, account, requester, approver, approvedAt, startedAt } }) {
    if (kind === 'break-glass') return outside('break-glass is reviewed afterwards', kind)
    if (startedAt === null) return outside('it was never begun')
    if (approver === null) return untold('the source names no approver')
    if (isSameName(approver, account) || isSameName(approver, requester))
      return notMet(`${approver} approved their own rights`, approver)
    if (approvedAt === null) return untold('the source does not say when it was approved', approver)
    const times = `approved by ${approver} at ${approvedAt}, begun at ${startedAt}`
    return (Date.parse(approvedAt) > Date.parse(startedAt) ? notMet : met)(times, approvedAt)
  },
})
