import { contracts } from '@evidentia/core'
import { pageOfList } from '../../platform/http/cursor.ts'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { MemberService } from './service.ts'

export function memberRoutes(members: MemberService): Operation[] {
  return [
    operation(contracts.listMembers, async ({ scope, query }) => pageOfList(await members.list(scope), query)),
    operation(contracts.inviteMember, async ({ scope, client, body }) => {
      const { member, token } = await members.invite(scope, body)
      return { member, link: token === null ? `${client.origin}/sign-in` : `${client.origin}/sign-in#${token}` }
    }),
    operation(contracts.removeMember, async ({ scope, params }) => members.remove(scope, params.user)),
  ]
}
