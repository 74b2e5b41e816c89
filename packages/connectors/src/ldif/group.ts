import type { DraftOf } from '@evidentia/core'
import type { Attributes } from './attributes.ts'
import { leafOf, systemOf } from './distinguished-name.ts'
import { isPrivileged } from './privileged-groups.ts'
import { generalizedTime } from './times.ts'

const memberAttributes = ['member', 'uniquemember', 'memberuid']

/** The group that an entry is. Members of which only a part was exported are left out: a part would pass for the whole. */
export function toGroup(entry: Attributes): DraftOf<'group'> {
  const name = entry.first('cn', 'samaccountname') ?? leafOf(entry.dn) ?? entry.dn
  const isListed = memberAttributes.some((attribute) => entry.has(attribute)) && !hasPartOfMembers(entry)
  const members = isListed ? memberAttributes.flatMap((attribute) => entry.all(attribute)) : null
  return {
    type: 'group',
    key: name,
    line: entry.line,
    body: {
      name,
      identifier: entry.dn,
      system: systemOf(entry.dn),
      description: entry.first('description'),
      owner: entry.first('managedby', 'owner'),
      privileged: isPrivileged(entry.dn) ? true : null,
      members,
      memberCount: members?.length ?? null,
      created: generalizedTime(entry, 'whencreated', 'createtimestamp'),
    },
  }
}

/** Active Directory hands out long lists in ranges, such as `member;range=0-1499`. */
export function hasPartOfMembers(entry: Attributes): boolean {
  return [...entry.names()].some((name) => /^(?:unique)?member;range=/.test(name))
}
