import { z } from 'zod'
import { addressSetting } from '../collection/address.ts'
import { askOne, askPages, daysBefore, followLink } from '../collection/ask-json.ts'
import { collectionOf } from '../collection/collection-importer.ts'
import { defineCollector, type HttpRequest } from '../collection/collector.ts'
import { factorsImporter, logImporter, usersImporter } from './importer.ts'

const settings = z.strictObject({
  address: addressSetting('Address', 'The organization in Okta, such as https://acme.okta.com.'),
  logDays: z
    .int()
    .min(1)
    .max(90)
    .default(7)
    .meta({ title: 'Days of the System Log', description: 'How far back events are read; Okta keeps 90 days.' }),
})
type Settings = z.output<typeof settings>

export const usersCollection = collectionOf(usersImporter.plan, {
  connector: 'okta',
  dataset: 'users',
  title: 'Okta users, as collected',
})
export const factorsCollection = collectionOf(factorsImporter.plan, {
  connector: 'okta',
  dataset: 'factors',
  title: 'Okta factors, as collected',
})
export const logCollection = collectionOf(logImporter.plan, {
  connector: 'okta',
  dataset: 'log',
  title: 'Okta System Log, as collected',
})

const usersSchema = z.array(z.object({ id: z.string(), profile: z.object({ login: z.string() }) }))

function get({ address }: Settings, token: string, path: string): HttpRequest {
  return { method: 'GET', url: `${address}${path}`, headers: { authorization: `SSWS ${token}` } }
}

export const collector = defineCollector({
  version: 1,
  settings,
  secrets: { token: { title: 'API token', says: 'Of a user with the Read-Only Administrator role.' } },
  schedule: 'daily',
  sourceOf: ({ address }) => new URL(address).host,
  datasets: [
    {
      id: 'users',
      title: 'Users',
      says: 'Every user with state, sign-ins and profile.',
      permissions: [{ name: 'okta.users.read', why: 'Who can sign in, and since when they cannot.' }],
      requests: () => ['GET /api/v1/users', 'GET /api/v1/users?search=status eq "DEPROVISIONED"'],
      importer: usersCollection,
      collect: async function* ({ settings: own, secrets: { token } }, context) {
        yield* askPages(context, 'users', get(own, token, '/api/v1/users?limit=200'), followLink)
        // The plain list leaves out those who were deprovisioned: the leavers.
        const gone = encodeURIComponent('status eq "DEPROVISIONED"')
        yield* askPages(
          context,
          'deprovisioned users',
          get(own, token, `/api/v1/users?search=${gone}&limit=200`),
          followLink,
        )
      },
    },
    {
      id: 'factors',
      title: 'Factors',
      says: 'The second factors that each user who can sign in has enrolled.',
      permissions: [
        { name: 'okta.users.read', why: 'Whose factors to ask for.' },
        { name: 'okta.factors.read', why: 'What each has enrolled.' },
      ],
      requests: () => ['GET /api/v1/users', 'GET /api/v1/users/{user}/factors of each user'],
      importer: factorsCollection,
      collect: async function* ({ settings: own, secrets: { token } }, context) {
        let request: HttpRequest | null = get(own, token, '/api/v1/users?limit=200')
        const users: z.output<typeof usersSchema> = []
        // Read to know whom to ask about; kept by the dataset of users, and not here.
        for await (const item of askPages(context, 'users', request, followLink))
          if ('body' in item) users.push(...usersSchema.parse(item.body))
        for (const { id, profile } of users) {
          request = get(own, token, `/api/v1/users/${encodeURIComponent(id)}/factors`)
          yield* askOne(context, `factors of ${profile.login}`, request)
        }
      },
    },
    {
      id: 'log',
      title: 'System Log',
      says: 'Events of the System Log, oldest first, of the days named in the settings.',
      permissions: [{ name: 'okta.logs.read', why: 'Sign-ins and what administrators did.' }],
      requests: ({ logDays }) => [`GET /api/v1/logs of the last ${logDays} days`],
      importer: logCollection,
      collect: async function* ({ settings: own, secrets: { token } }, context) {
        const until = context.now()
        const since = daysBefore(until, own.logDays)
        // With an end, Okta's pages end too; without one they go on for what is still to come.
        const query = new URLSearchParams({ since, until, sortOrder: 'ASCENDING', limit: '1000' })
        yield* askPages(context, 'System Log', get(own, token, `/api/v1/logs?${query.toString()}`), (answer, asked) =>
          Array.isArray(answer.value) && answer.value.length === 0 ? null : followLink(answer, asked),
        )
      },
    },
  ],
})
