import { recognizeImporter } from '@evidentia/connectors'
import { recordSchema } from '@evidentia/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ScimRefusal } from '../../platform/http/scim-problem.ts'
import { applyPatch } from './patch.ts'
import { readResource } from './resource.ts'
import type { Attributes, Kind } from './schema.ts'
import { writeSnapshot } from './snapshot.ts'
import type { Resource } from './store.ts'
import { withholdPasswords } from './withhold.ts'

// A snapshot that its importer refuses would be evidence of nothing: what the door takes in must be read, whatever it is.

const at = new Date('2026-10-31T08:00:00Z')
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('True', 'a@b.example', '\0', '\ud800'),
)
const anything = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>)
const value = fc.record(
  { value: anything, display: anything, type: anything, primary: anything },
  { requiredKeys: [] },
) as fc.Arbitrary<unknown>
const many = fc.oneof(fc.array(fc.oneof(value, anything), { maxLength: 3 }), anything)
const user = fc.record(
  {
    userName: fc.oneof(fc.constant('sam'), text),
    externalId: anything,
    displayName: anything,
    name: fc.oneof(fc.record({ formatted: anything, givenName: text }), anything),
    userType: anything,
    active: anything,
    emails: many,
    roles: many,
    entitlements: many,
    [enterprise]: fc.oneof(fc.record({ employeeNumber: anything }), anything),
    [enterprise.toUpperCase()]: anything,
    __proto__: anything,
  },
  { requiredKeys: ['userName'] },
)
const group = fc.record(
  { displayName: fc.oneof(fc.constant('all'), text), externalId: anything, members: many },
  { requiredKeys: ['displayName'] },
)
const paths = fc.constantFrom(
  'active',
  'emails[type eq "work"].value',
  'roles',
  'roles[primary eq "True"]',
  'roles.value',
  'name',
  'name.formatted',
  enterprise,
  `${enterprise}:employeeNumber`,
  'entitlements[value eq "x"].display',
)
const operation = fc.record({
  op: fc.constantFrom('Add', 'replace', 'remove'),
  path: paths,
  value: fc.oneof(many, value),
})

function accept(kind: Kind, given: unknown, operations: readonly unknown[]): Attributes | null {
  try {
    const made = readResource(kind, withholdPasswords(JSON.parse(JSON.stringify(given))).value)
    if (operations.length === 0) return made
    const sent = withholdPasswords({ Operations: JSON.parse(JSON.stringify(operations)) }).value
    return applyPatch(kind, made, 'id', sent)
  } catch (error) {
    if (error instanceof ScimRefusal) return null
    throw error
  }
}

function resourceOf(kind: Kind, body: Attributes | null): Resource[] {
  const id = '2819c223-7f76-453a-919d-413861904646'
  return body === null ? [] : [{ kind, id, body, created: at, changed: at, deactivated: null }]
}

it('is read by the importer, whatever a provider pushed that was taken in', async () => {
  let taken = 0
  await fc.assert(
    fc.asyncProperty(user, group, fc.array(operation, { maxLength: 3 }), async (oneUser, oneGroup, operations) => {
      const users = resourceOf('User', accept('User', oneUser, operations))
      const groups = resourceOf('Group', accept('Group', oneGroup, []))
      taken += users.length + groups.length
      const removed = users.map(({ body }) => ({
        kind: 'User',
        deactivated: null,
        pushed: { ...body, userName: 'gone' },
      }))
      const content = writeSnapshot({
        directory: 'staff',
        name: 'Staff',
        source: 'Provider',
        taken: at,
        lastHeard: at,
        users,
        groups,
        requests: removed.map((one) => ({ at, body: { method: 'DELETE', resource: 'id', removed: one } })),
      })
      const importer = recognizeImporter(content, 'snapshot.json')
      expect(importer?.id).toBe('scim-snapshot')
      for await (const item of importer?.read({ name: 'snapshot.json', bytes: once(content) }) ?? [])
        if ('record' in item) recordSchema.parse(item.record)
    }),
    { numRuns: 2000 },
  )
  expect(taken).toBeGreaterThan(300)
})

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
