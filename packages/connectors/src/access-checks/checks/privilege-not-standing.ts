import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'

export const privilegeNotStanding = recordCheck({
  id: 'privilege-not-standing',
  asserts: 'No privileged role is held standing by a person or a group.',
  type: 'role-assignment',
  named: ({ key }) => key,
  wording: { items: 'privileged roles held', failing: 'are standing', holding: 'are taken for a time only' },
  judge: ({ body: { privileged, standing, holderKind, role } }) => {
    if (privileged === null) return untold(`the source does not say whether ${role} is privileged`)
    if (!privileged) return outside('the role is not privileged')
    if (holderKind === 'service') return outside('a program holds it')
    if (standing === null) return untold('the source does not say how long it holds')
    return standing === 'standing' ? notMet('it is always on', standing) : met('it is taken for a time', standing)
  },
})
