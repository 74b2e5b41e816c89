import { leafOf } from './distinguished-name.ts'

/** Source: Microsoft, "Appendix C: Protected Accounts and Groups in Active Directory". */
const names = new Set([
  'account operators',
  'administrators',
  'backup operators',
  'domain admins',
  'enterprise admins',
  'enterprise key admins',
  'key admins',
  'print operators',
  'replicator',
  'schema admins',
  'server operators',
])

/** Whether the group with this DN is one that Active Directory itself protects for its rights. */
export function isPrivileged(dn: string): boolean {
  return names.has(leafOf(dn)?.toLowerCase() ?? '')
}
