import { createSign } from 'node:crypto'
import { z } from 'zod'
import { addressSetting } from '../collection/address.ts'
import { askJson, askPages, type JsonAnswer } from '../collection/ask-json.ts'
import { collectionOf } from '../collection/collection-importer.ts'
import { type CollectContext, type Connected, defineCollector, type HttpRequest } from '../collection/collector.ts'
import { CollectFailure } from '../collection/failure.ts'
import { usersImporter } from './importer.ts'

const settings = z.strictObject({
  administrator: z
    .email()
    .meta({ title: 'Administrator', description: 'The address of the user the service account acts for.' }),
  domain: z
    .string()
    .regex(/^[a-z0-9.-]{3,200}$/, 'write the domain in lower case')
    .meta({ title: 'Domain', description: 'The primary domain, such as acme.example.' }),
  login: addressSetting('Sign-in address', 'Where tokens are asked for.', 'https://oauth2.googleapis.com'),
  admin: addressSetting('Admin SDK', 'Where the Directory API answers.', 'https://admin.googleapis.com'),
})
type Own = Connected<z.output<typeof settings>, Readonly<Record<'serviceAccount', string>>>

export const usersCollection = collectionOf(usersImporter.plan, {
  connector: 'google-workspace',
  dataset: 'users',
  title: 'Google Workspace users, as collected',
  follows: ['nextPageToken'],
})

const scope = 'https://www.googleapis.com/auth/admin.directory.user.readonly'
const keySchema = z.object({ client_email: z.string(), private_key: z.string() })
const tokenSchema = z.object({ access_token: z.string().min(1) })

/** Signs in as the service account for an administrator (RFC 7523, as Google's "OAuth 2.0 for server to server" has it). */
async function signIn({ settings: own, secrets }: Own, context: CollectContext): Promise<string> {
  const key = readKey(secrets.serviceAccount)
  const now = Math.floor(Date.parse(context.now()) / 1000)
  const claims = {
    iss: key.client_email,
    sub: own.administrator,
    scope,
    aud: `${own.login}/token`,
    iat: now,
    exp: now + 600,
  }
  const unsigned = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const assertion = `${unsigned}.${sign(unsigned, key.private_key)}`
  const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion })
  const answer = await askJson(
    context,
    {
      method: 'POST',
      url: `${own.login}/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
    },
    [400, 401],
  )
  const parsed = tokenSchema.safeParse(answer.value)
  if (!parsed.success)
    throw new CollectFailure('credentials', `Google does not let the service account act for ${own.administrator}.`)
  return parsed.data.access_token
}

function readKey(text: string): z.output<typeof keySchema> {
  try {
    return keySchema.parse(JSON.parse(text))
  } catch {
    // What the parser says would repeat parts of the key.
    throw new CollectFailure('credentials', 'The service account key is not the JSON file that Google gives.')
  }
}

function sign(text: string, key: string): string {
  try {
    return createSign('RSA-SHA256').update(text).sign(key).toString('base64url')
  } catch {
    throw new CollectFailure('credentials', 'The private key within the service account key does not sign.')
  }
}

const pageSchema = z.object({ nextPageToken: z.string().optional() })

function nextOf({ value }: JsonAnswer, asked: HttpRequest): HttpRequest | null {
  const token = pageSchema.safeParse(value).data?.nextPageToken
  if (token === undefined) return null
  const url = new URL(asked.url)
  url.searchParams.set('pageToken', token)
  return { ...asked, url: url.href }
}

export const collector = defineCollector({
  version: 1,
  settings,
  secrets: {
    serviceAccount: {
      title: 'Service account key',
      says: 'The JSON key of a service account with domain-wide delegation of the scope below.',
    },
  },
  schedule: 'daily',
  sourceOf: ({ domain }) => `Google Workspace ${domain}`,
  datasets: [
    {
      id: 'users',
      title: 'Users',
      says: 'Every user with state, administrator rights, second step and last sign-in.',
      permissions: [{ name: scope, why: 'Who can sign in, and with what.' }],
      requests: ({ domain }) => [`GET /admin/directory/v1/users?domain=${domain}`],
      importer: usersCollection,
      collect: async function* (connected, context) {
        const { admin, domain } = connected.settings
        const token = await signIn(connected, context)
        const query = new URLSearchParams({ domain, maxResults: '500', projection: 'full', orderBy: 'email' })
        yield* askPages(
          context,
          'users',
          {
            method: 'GET',
            url: `${admin}/admin/directory/v1/users?${query.toString()}`,
            headers: { authorization: `Bearer ${token}` },
          },
          nextOf,
        )
      },
    },
  ],
})
