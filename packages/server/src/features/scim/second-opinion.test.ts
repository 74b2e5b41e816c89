import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Messages, Schemas, Types } from 'scimmy'
import { describeResource, listOf } from './answer.ts'
import { matches, parseFilter } from './filter.ts'
import { applyPatch } from './patch.ts'
import { readResource } from './resource.ts'
import type { Attributes } from './schema.ts'

// Another implementation of RFC 7643 and 7644, with which filters and PATCH share no code.

Schemas.User.definition.extend(Schemas.EnterpriseUser.definition, false)

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
// RFC 7643 8.2 and 8.3, shortened.
const barbara: Attributes = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
  externalId: '701984',
  userName: 'bjensen@example.com',
  name: { formatted: 'Ms. Barbara J Jensen, III', familyName: 'Jensen', givenName: 'Barbara', middleName: 'Jane' },
  displayName: 'Babs Jensen',
  nickName: 'Babs',
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@jensen.org', type: 'home' },
  ],
  addresses: [
    { type: 'work', streetAddress: '100 Universal City Plaza', locality: 'Hollywood', primary: true },
    { type: 'home', streetAddress: '456 Hollywood Blvd', locality: 'Hollywood' },
  ],
  title: 'Tour Guide',
  active: true,
  [enterprise]: { employeeNumber: '701984', costCenter: '4130', department: 'Tour Operations' },
}
const id = '2819c223-7f76-453a-919d-413861904646'

function plain(value: unknown): Attributes {
  return JSON.parse(JSON.stringify(value))
}

/** The same resource as the other implementation has it, without what it adds. */
function theirs(resource: Attributes): Attributes {
  const { schemas: _, meta: __, id: ___, ...rest } = plain(new Schemas.User({ ...resource, id }))
  return rest
}

async function patchedByThem(operations: readonly object[]): Promise<Attributes> {
  const message = new Messages.PatchOp({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    // What their types demand of an operation is checked by the message itself.
    Operations: JSON.parse(JSON.stringify(operations)),
  })
  const before = new Schemas.User({ ...structuredClone(barbara), id })
  return theirs(plain((await message.apply(before)) ?? before))
}

describe('PATCH', () => {
  it.each<[string, readonly object[]]>([
    ['adds to a list', [{ op: 'add', path: 'emails', value: [{ value: 'b@example.org', type: 'other' }] }]],
    ['adds without a path', [{ op: 'add', value: { nickName: 'B', title: 'Guide' } }]],
    ['replaces a simple attribute', [{ op: 'replace', path: 'displayName', value: 'Barbara' }]],
    ['replaces a list', [{ op: 'replace', path: 'emails', value: [{ value: 'new@example.org', type: 'work' }] }]],
    ['replaces a part', [{ op: 'replace', path: 'name.familyName', value: 'Smith' }]],
    ['replaces what a filter finds', [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'w@example.org' }]],
    [
      'replaces a part of what a filter finds',
      [{ op: 'replace', path: 'addresses[type eq "work"].streetAddress', value: '1010 Broadway Ave' }],
    ],
    ['adds to an extension', [{ op: 'add', path: `${enterprise}:division`, value: 'Theme Park' }]],
    ['replaces in an extension', [{ op: 'replace', path: `${enterprise}:costCenter`, value: '7' }]],
    ['removes an attribute', [{ op: 'remove', path: 'nickName' }]],
    ['removes a part', [{ op: 'remove', path: 'name.middleName' }]],
    ['removes what a filter finds', [{ op: 'remove', path: 'emails[type eq "home"]' }]],
    ['removes what two conditions find', [{ op: 'remove', path: 'emails[type eq "work" and value ew "example.com"]' }]],
    ['removes in an extension', [{ op: 'remove', path: `${enterprise}:department` }]],
    [
      'does one after the other',
      [
        { op: 'remove', path: 'emails' },
        { op: 'add', path: 'emails', value: [{ value: 'x@y' }] },
      ],
    ],
  ])('%s as they do', async (_name, operations) => {
    const ours = applyPatch('User', readResource('User', barbara), id, { Operations: operations })
    expect(theirs(ours)).toEqual(await patchedByThem(operations))
    expect(readResource('User', ours)).toEqual(ours)
  })
})

describe('a filter', () => {
  const attributes = ['username', 'title', 'nickname', 'name.familyname', 'emails.type'] as const
  const texts = fc.constantFrom('babs', 'ba', 'guide', 'jensen', 'work', 'x')
  const operators = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew')
  const comparison = fc
    .tuple(fc.constantFrom(...attributes), operators, texts)
    .map(([attribute, operator, text]) => `${attribute} ${operator} "${text}"`)
  const present = fc.constantFrom(...attributes).map((attribute) => `${attribute} pr`)
  const either = fc.oneof(comparison, present)
  const filters = fc.oneof(
    either,
    fc.tuple(either, fc.constantFrom('and', 'or'), either).map((parts) => parts.join(' ')),
    fc.tuple(either, either, either).map(([a, b, c]) => `${a} and ${b} or ${c}`),
  )
  // Theirs tells cases apart, so that all of it is in one.
  const resources = fc
    .record(
      {
        userName: texts,
        title: texts,
        nickName: texts,
        name: fc.record({ familyName: texts }),
        emails: fc.array(fc.record({ type: texts }), { minLength: 1, maxLength: 2 }),
      },
      // Theirs fails where a complex attribute is not there.
      { requiredKeys: ['userName', 'name', 'emails'] },
    )
    .map((resource) => lowered(plain(resource)))

  it('finds what theirs finds', () => {
    fc.assert(
      fc.property(filters, resources, (filter, resource) => {
        const own = matches(parseFilter(filter), 'User', resource)
        const other = new Types.Filter(filter).match([resource]).length > 0
        return own === other
      }),
      { numRuns: 2000 },
    )
  })
})

/** Names of attributes in lower case, at every depth: theirs looks for them so in parts. */
function lowered(value: Attributes): Attributes {
  const one = (inner: unknown): unknown =>
    Array.isArray(inner)
      ? inner.map(one)
      : typeof inner === 'object' && inner !== null
        ? Object.fromEntries(Object.entries(inner).map(([key, part]) => [key.toLowerCase(), one(part)]))
        : inner
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key.toLowerCase(), one(part)]))
}

describe('an answer', () => {
  it('is a resource and a list as they read them', () => {
    const at = new Date('2026-10-31T08:00:00Z')
    const answer = describeResource(
      { kind: 'User', id, body: readResource('User', barbara), created: at, changed: at, deactivated: null },
      'https://evidentia.example/api/v1/scim/acme/staff',
    )
    const read = plain(new Schemas.User(answer, 'out'))
    expect(read).toMatchObject({ id, userName: 'bjensen@example.com', meta: { resourceType: 'User' } })
    // Its declaration is narrower than what it takes.
    const list = Reflect.construct(Messages.ListResponse, [listOf([answer], 1, 1)])
    expect(plain(list)).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1 })
  })
})
