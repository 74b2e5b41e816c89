import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'
import { isImplemented } from '../implemented.ts'

export const changesWithinWindow = recordCheck({
  id: 'changes-within-window',
  asserts: 'Every implemented change other than an emergency was made within its planned window.',
  type: 'change',
  wording: {
    items: 'implemented changes',
    failing: 'were made outside their window',
    holding: 'were made within their window',
  },
  named: ({ body }) => body.key,
  judge({ body }) {
    const { type, implementedAt, plannedStart, plannedEnd } = body
    if (type === 'emergency') return outside('an emergency has no planned window', type)
    if (!isImplemented(body)) return outside(`not implemented (status ${body.status})`, body.status)
    if (implementedAt === null) return untold('the ticket does not say when it was implemented')
    const at = Date.parse(implementedAt)
    if (plannedStart !== null && at < Date.parse(plannedStart))
      return notMet(`made at ${implementedAt}, before its window opened at ${plannedStart}`, implementedAt)
    if (plannedEnd !== null && at > Date.parse(plannedEnd))
      return notMet(`made at ${implementedAt}, after its window closed at ${plannedEnd}`, implementedAt)
    if (plannedStart === null || plannedEnd === null)
      return untold('the ticket does not name the whole window', implementedAt)
    return met(`made at ${implementedAt}, within ${plannedStart} to ${plannedEnd}`, implementedAt)
  },
})
