import type { DraftOf, ImportedItem, RecordDraft } from '@evidentia/core'
import type { z } from 'zod'
import { createJsonImporter, type PartOfJson, type PartReader } from '../source-file/json-importer.ts'
import { enterprise, groupEntrySchema, headSchema, requestSchema, userEntrySchema, userSchema } from './schema.ts'

type User = z.output<typeof userSchema>

/** A snapshot of a SCIM directory, as this server takes it: what identity providers pushed, and the requests they did it with. */
export const scimImporter = createJsonImporter({
  id: 'scim-snapshot',
  version: 1,
  title: 'SCIM directory, as pushed (JSON)',
  recordTypes: ['account', 'group', 'role-assignment', 'entitlement'],
  remedy: 'Use the snapshot as it was taken.',
  recognizes: (start) => start.startsWith('{"scim":{"version":'),
  paths: ['users[]', 'groups[]', 'requests[]'],
  open(read) {
    const reading = new SnapshotReading(read)
    return { take: (part) => reading.take(part), end: () => reading.end() }
  },
})

/** The users stand before the groups, whose members are named by them. */
class SnapshotReading {
  readonly #read: PartReader
  readonly #usernames = new Map<string, string>()
  #source: string | null = null
  #requests = 0
  #line = 1

  constructor(read: PartReader) {
    this.#read = read
  }

  *take(part: PartOfJson): Generator<ImportedItem> {
    const { path, value } = part
    this.#line = part.line
    // Without it nothing says whose users these are.
    if (path === 'scim' || this.#source === null)
      this.#source = this.#read.parse(headSchema, path === 'scim' ? value : undefined, part).source
    if (path === 'users[]') yield* this.#takeUser(part)
    else if (path === 'groups[]') yield this.#once(this.#toGroup(part), part)
    else if (path === 'requests[]') yield* this.#takeRequest(part)
  }

  *end(): Generator<ImportedItem> {
    if (this.#requests === 0) return
    const reason = `not read: ${this.#requests} of requests (they show in the users and groups)`
    yield { skipped: { part: 'section', line: this.#line, field: 'requests', reason } }
  }

  *#takeUser(part: PartOfJson): Generator<ImportedItem> {
    const { id, deactivated, pushed } = this.#read.parse(userEntrySchema, part.value, part)
    this.#usernames.set(id, pushed.userName)
    if (pushed.active === null || pushed.active === undefined) {
      const reason = `nothing says whether ${pushed.userName.slice(0, 80)} can sign in: "active" was not pushed`
      yield { skipped: { line: part.line, field: `${part.place}.pushed.active`, reason } }
    } else {
      const { active } = pushed
      const state = { enabled: active, status: active ? 'active' : 'inactive', disabledAt: active ? null : deactivated }
      yield this.#once(this.#toAccount(id, pushed, state, part.line), part)
    }
    for (const draft of this.#toRights(pushed, part.line)) yield this.#once(draft, part)
  }

  /** An account that was removed is told once, with when it was disabled or else removed. */
  *#takeRequest(part: PartOfJson): Generator<ImportedItem> {
    const { at, resource, removed } = this.#read.parse(requestSchema, part.value, part)
    if (removed?.kind !== 'User') {
      this.#requests += 1
      return
    }
    const pushed = this.#read.parse(userSchema, removed.pushed, { ...part, place: `${part.place}.removed.pushed` })
    const state = { enabled: false, status: 'removed', disabledAt: removed.deactivated ?? at }
    yield this.#once(this.#toAccount(resource ?? pushed.userName, pushed, state, part.line), part)
  }

  #toAccount(
    id: string,
    user: User,
    state: { readonly enabled: boolean; readonly status: string; readonly disabledAt: string | null },
    line: number,
  ): DraftOf<'account'> {
    const { userName, displayName, name, externalId, emails, userType, roles } = user
    const full = [name?.givenName, name?.familyName].filter((part) => part != null).join(' ')
    const email =
      emails?.find(({ primary }) => primary === true) ?? emails?.find(({ type }) => type === 'work') ?? emails?.[0]
    const external = userType != null && /^(?:external|guest)$/i.test(userType)
    return {
      type: 'account',
      key: userName,
      line,
      body: {
        username: userName,
        identifier: externalId ?? id,
        system: this.#source,
        displayName: displayName ?? name?.formatted ?? (full === '' ? null : full),
        email: email?.value ?? null,
        employeeId: user[enterprise]?.employeeNumber ?? null,
        kind: 'person',
        external: external ? true : null,
        ...state,
        roles: roles?.map(nameOf) ?? null,
        keys: [],
      },
    }
  }

  *#toRights({ userName, roles, entitlements, displayName }: User, line: number): Generator<RecordDraft> {
    const system = this.#source
    for (const role of roles ?? [])
      yield {
        type: 'role-assignment',
        key: `${userName}|${nameOf(role)}|`,
        line,
        body: {
          holder: userName,
          holderName: displayName ?? null,
          holderKind: 'account',
          system,
          role: nameOf(role),
          roleId: role.value ?? null,
        },
      }
    for (const one of entitlements ?? [])
      yield {
        type: 'entitlement',
        key: `${userName}|${nameOf(one)}|`,
        line,
        body: { holder: userName, holderKind: 'account', system, right: nameOf(one) },
      }
  }

  #toGroup(part: PartOfJson): DraftOf<'group'> {
    const { id, pushed } = this.#read.parse(groupEntrySchema, part.value, part)
    const members = (pushed.members ?? []).map((member) => {
      const named = member.value ?? ''
      return this.#usernames.get(named) ?? (named === '' ? nameOf(member) : named)
    })
    return {
      type: 'group',
      // Two groups may have the same name.
      key: pushed.externalId ?? id,
      line: part.line,
      body: {
        name: pushed.displayName,
        identifier: pushed.externalId ?? id,
        system: this.#source,
        members,
        memberCount: members.length,
      },
    }
  }

  #once(draft: RecordDraft, { line, place }: PartOfJson): ImportedItem {
    return this.#read.once(draft, { line, place })
  }
}

function nameOf({
  display,
  value,
  type,
}: {
  display?: string | null
  value?: string | null
  type?: string | null
}): string {
  return display ?? value ?? type ?? 'unnamed'
}
