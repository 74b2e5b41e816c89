import { recordCheck } from '../../record-check.ts'
import { met, outside, untold } from '../../said.ts'

/** A source that names no owner may only not keep one. */
export const groupsHaveOwner = recordCheck({
  id: 'groups-have-owner',
  asserts: 'Every group that has members names somebody who answers for it.',
  type: 'group',
  wording: { items: 'groups with members', failing: 'have no owner', holding: 'have an owner' },
  named: ({ body }) => body.name,
  judge({ body: { owner, members, memberCount } }) {
    if ((memberCount ?? members?.length ?? null) === 0) return outside('the group has no members')
    return owner === null ? untold('the source names no owner') : met(`${owner} answers for it`, owner)
  },
})
