import { cannotTell, eachRecordCheck, met, notMet, outside } from '../../each-record.ts'

export const privilegedGroupsHaveOwners = eachRecordCheck({
  id: 'privileged-groups-have-owners',
  asserts: 'Every privileged group has a named owner.',
  type: 'group',
  shrinkage: 'silence',
  nameOf: ({ name }) => name,
  wording: { items: 'privileged groups', failing: 'have no owner', holding: 'have an owner' },
  judge: ({ privileged, owner }) => {
    if (privileged === null) return cannotTell('the source does not say whether it is privileged')
    if (!privileged) return outside('the group is not privileged')
    return owner === null ? notMet('nobody is named who answers for it') : met('somebody answers for it', owner)
  },
})
