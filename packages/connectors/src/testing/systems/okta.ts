import { type FakeReply, type FakeRequest, type FakeSystem, pageWithLink } from './fake-system.ts'
import { OpenApi } from './open-api.ts'

const token = '00-okta-token-that-stays-secret'
const at = '2026-06-01T08:00:00.000Z'

function user(id: string, login: string, status = 'ACTIVE') {
  return {
    id,
    status,
    created: at,
    activated: at,
    statusChanged: at,
    lastLogin: at,
    lastUpdated: at,
    passwordChanged: at,
    profile: { login, email: login, firstName: 'Ada', lastName: 'North' },
  }
}

const active = ['ada', 'ben', 'cleo', 'dan', 'eve'].map((name, at_) => user(`00u${at_}`, `${name}@acme.example`))
const gone = [user('00u9', 'zed@acme.example', 'DEPROVISIONED')]

function factor(id: string, owner: string, address: string) {
  return {
    id,
    factorType: 'webauthn',
    provider: 'FIDO',
    vendorName: 'FIDO',
    status: 'ACTIVE',
    created: at,
    lastUpdated: at,
    _links: { user: { href: `${address}/api/v1/users/${owner}` } },
  }
}

function event(uuid: string) {
  return {
    uuid,
    published: at,
    eventType: 'user.session.start',
    version: '0',
    severity: 'INFO',
    displayMessage: 'User login to Okta',
    actor: { id: '00u0', type: 'User', alternateId: 'ada@acme.example', displayName: 'Ada North' },
    client: { ipAddress: '198.51.100.7', device: 'Computer' },
    outcome: { result: 'SUCCESS' },
    authenticationContext: { externalSessionId: 'trs1' },
    target: [],
  }
}

function answer(request: FakeRequest, address: string): FakeReply {
  const { url, headers } = request
  if (headers['authorization'] !== `SSWS ${token}`) return { status: 401, body: { errorCode: 'E0000011' } }
  if (url.pathname === '/api/v1/users')
    return pageWithLink(url.searchParams.has('search') ? gone : active, request, 2, 'after')
  if (url.pathname === '/api/v1/logs')
    return pageWithLink(
      Array.from({ length: 5 }, (_, n) => event(`e${n}`)),
      request,
      2,
      'after',
    )
  const owner = /^\/api\/v1\/users\/([^/]+)\/factors$/.exec(url.pathname)?.[1]
  return { status: 200, body: owner === undefined ? [] : [factor(`fido-${owner}`, owner, address)] }
}

export const oktaSystem: FakeSystem = {
  connector: 'okta',
  secrets: { token },
  settings: (address) => ({ address }),
  specification: () => new OpenApi('@okta/openapi/dist/spec.json'),
  answer,
  holds: { users: { account: 6 }, factors: { 'mfa-factor': 5 }, log: { session: 5 } },
  resource: { dataset: 'factors', path: /00u3\/factors$/, about: 'factors of dan@acme.example' },
}
