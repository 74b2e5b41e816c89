import { createRequire } from 'node:module'
import { z } from 'zod'
import { type FakeReply, type FakeRequest, type FakeSystem, pageWithLink } from './fake-system.ts'
import { OpenApi } from './open-api.ts'

const file = '@octokit/openapi/generated/api.github.com.json'
const token = 'github_pat_that_stays_secret'

const exampleSchema = z.object({
  components: z.object({ examples: z.record(z.string(), z.object({ value: z.unknown() })) }),
})

/** An example that GitHub's own document gives, by its name there. */
function exampleOf(name: string): unknown {
  const document: unknown = createRequire(import.meta.url)(file)
  return exampleSchema.parse(document).components.examples[name]?.value
}

function firstOf(name: string): Record<string, unknown> {
  const list = z.array(z.looseObject({})).parse(exampleOf(name))
  return list[0] ?? {}
}

function objectOf(name: string): Record<string, unknown> {
  return z.looseObject({}).parse(exampleOf(name))
}

const reviews = { dismiss_stale_reviews: true, require_code_owner_reviews: true, required_approving_review_count: 2 }

function members(logins: readonly string[]): unknown[] {
  return logins.map((login, at) => ({ ...firstOf('simple-user-items'), login, id: at + login.length * 100 }))
}

function answer(request: FakeRequest): FakeReply {
  const { url, headers } = request
  if (headers['authorization'] !== `Bearer ${token}`) return { status: 401, body: { message: 'Bad credentials' } }
  const { pathname, searchParams } = url
  if (pathname.endsWith('/pulls')) {
    const now = new Date().toISOString()
    if (pathname.includes('/octocat/open/')) return { status: 200, body: [] }
    const pull = { ...firstOf('pull-request-simple-items'), requested_teams: [] }
    const pulls = [7, 6, 5].map((number) => ({
      ...pull,
      number,
      state: 'closed',
      updated_at: now,
      closed_at: now,
      merged_at: now,
    }))
    // One that changed before the days asked for: the pages after it are not asked for.
    const old = { ...pull, number: 1, updated_at: '2020-01-01T00:00:00Z' }
    return pageWithLink([...pulls, old, old, old], request, 2, 'page')
  }
  if (pathname.endsWith('/reviews')) return { status: 200, body: exampleOf('pull-request-review-items') }
  if (pathname.endsWith('/protection'))
    return pathname.includes('/octocat/open/')
      ? { status: 404, body: { message: 'Branch not protected', documentation_url: 'https://docs.github.com' } }
      : {
          status: 200,
          body: {
            ...objectOf('branch-protection'),
            required_status_checks: undefined,
            restrictions: undefined,
            required_pull_request_reviews: reviews,
          },
        }
  if (pathname.endsWith('/members')) {
    if (searchParams.get('filter') === '2fa_disabled') return { status: 200, body: members(['ben']) }
    const logins = searchParams.get('role') === 'admin' ? ['root'] : ['ada', 'ben', 'cleo']
    return pageWithLink(members(logins), request, 2, 'page')
  }
  return {
    status: 200,
    body: { ...objectOf('full-repository-default-response'), language: null, source: undefined, parent: undefined },
  }
}

export const gitHubSystem: FakeSystem = {
  connector: 'github',
  secrets: { token },
  settings: (address) => ({
    address,
    organization: 'octocat',
    repositories: ['octocat/hello', 'octocat/open'],
    days: 31,
  }),
  specification: () => new OpenApi(file),
  answer,
  holds: { 'pull-requests': { 'pull-request': 3 }, branches: { 'configuration-state': 4 }, members: { account: 4 } },
  resource: { dataset: 'branches', path: /octocat\/open$/, about: 'repository octocat/open' },
}
