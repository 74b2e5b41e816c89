import type { Attributes } from './schema.ts'
import type { Resource } from './store.ts'

/** What a directory held, and what was heard since the snapshot before. */
export interface SnapshotParts {
  readonly directory: string
  readonly name: string
  readonly source: string
  readonly taken: Date
  readonly lastHeard: Date
  readonly users: readonly Resource[]
  readonly groups: readonly Resource[]
  readonly requests: readonly { readonly at: Date; readonly body: Attributes }[]
}

/** The file that a snapshot becomes, one resource or request to a line. The importer `scim-snapshot` reads it. */
export function writeSnapshot({
  directory,
  name,
  source,
  taken,
  lastHeard,
  users,
  groups,
  requests,
}: SnapshotParts): Buffer {
  const scim = {
    version: 1,
    directory,
    name,
    source,
    taken: taken.toISOString(),
    lastHeard: lastHeard.toISOString(),
  }
  const lists = [
    ['users', users.map(toEntry)],
    ['groups', groups.map(toEntry)],
    ['requests', requests.map(({ at, body }) => ({ at: at.toISOString(), ...body }))],
  ] as const
  const parts = lists.map(
    ([key, items]) => `"${key}":[${items.map((item) => `\n${JSON.stringify(item)}`).join(',')}\n]`,
  )
  return Buffer.from(`{"scim":${JSON.stringify(scim)},\n${parts.join(',\n')}}\n`)
}

function toEntry({ kind, id, created, changed, deactivated, body }: Resource): Attributes {
  return {
    id,
    created: created.toISOString(),
    changed: changed.toISOString(),
    ...(kind === 'User' ? { deactivated: deactivated?.toISOString() ?? null } : {}),
    pushed: body,
  }
}
