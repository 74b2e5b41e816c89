import type { ImportedItem } from '@evidentia/core'
import { z } from 'zod'
import { addressSetting } from '../collection/address.ts'
import { askOne, askPages, daysBefore, followLink, nameRequest } from '../collection/ask-json.ts'
import { unreadOf } from '../collection/collect.ts'
import { createCollectionImporter } from '../collection/collection-importer.ts'
import {
  type CollectContext,
  defineCollector,
  type HttpRequest,
  type Reply,
  type Unread,
} from '../collection/collector.ts'
import { type PullRequest, pullRequestSchema, reviewSchema, toRecord } from './importer.ts'

const settings = z.strictObject({
  address: addressSetting(
    'Address',
    'Of the REST API; for GitHub Enterprise Server its own.',
    'https://api.github.com',
  ),
  repositories: z
    .array(z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'write a repository as owner/name'))
    .min(1)
    .max(200)
    .meta({ title: 'Repositories', description: 'Every repository whose changes go to production, as owner/name.' }),
  organization: z
    .string()
    .regex(/^[\w.-]+$/)
    .meta({ title: 'Organization', description: 'Whose members are read.' }),
  days: z
    .int()
    .min(1)
    .max(366)
    .default(31)
    .meta({ title: 'Days', description: 'How far back pull requests are read, by when they last changed.' }),
})
type Settings = z.output<typeof settings>

function get({ address }: Settings, token: string, path: string): HttpRequest {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  }
  return { method: 'GET', url: `${address}${path}`, headers }
}

const listedSchema = z.array(z.object({ number: z.int(), updated_at: z.string() }))

/** Pull requests that changed since, newest first, each with its reviews: an approval without them could not be told. */
async function* collectPullRequests(
  own: Settings,
  token: string,
  context: CollectContext,
): AsyncGenerator<Reply | Unread> {
  const since = daysBefore(context.now(), own.days)
  for (const repository of own.repositories) {
    const path = `/repos/${repository}/pulls`
    const about = `pull requests of ${repository}`
    const first = get(own, token, `${path}?state=all&sort=updated&direction=desc&per_page=100`)
    const isOver = (value: unknown): boolean =>
      listedSchema.parse(value).some(({ updated_at }) => Date.parse(updated_at) < Date.parse(since))
    const pages = yield* askPages(context, about, first, (answer, asked) =>
      isOver(answer.value) ? null : followLink(answer, asked),
    )
    for (const { number, updated_at } of pages.flatMap((page) => listedSchema.parse(page))) {
      if (Date.parse(updated_at) < Date.parse(since)) continue
      yield* askOne(
        context,
        `reviews of ${repository}#${number}`,
        get(own, token, `${path}/${number}/reviews?per_page=100`),
      )
    }
  }
}

const reviewsSchema = z.array(reviewSchema)
const pullsSchema = z.array(pullRequestSchema)

export const pullRequestsCollection = createCollectionImporter({
  connector: 'github',
  dataset: 'pull-requests',
  version: 1,
  title: 'GitHub pull requests, as collected',
  recordTypes: ['pull-request'],
  open: (read) => {
    const found = new Map<string, { readonly pull: PullRequest; readonly line: number; readonly place: string }>()
    const reviews = new Map<string, z.output<typeof reviewsSchema>>()
    return {
      *take(part, { about }): Generator<ImportedItem> {
        const { value, line, place } = part
        if (about.startsWith('pull requests of '))
          for (const pull of read.parse(pullsSchema, value, part))
            found.set(`${about.slice('pull requests of '.length)}#${pull.number}`, { pull, line, place })
        if (about.startsWith('reviews of '))
          reviews.set(about.slice('reviews of '.length), read.parse(reviewsSchema, value, part))
        yield* []
      },
      *end(): Generator<ImportedItem> {
        for (const [name, { pull, line, place }] of found) {
          const own = reviews.get(name)
          // Those that were not asked about had not changed in the days asked for, or their reading failed and is said.
          if (own !== undefined) yield read.once(toRecord({ ...pull, reviews: own }, line), { line, place })
        }
      },
    }
  },
})

const repositorySchema = z.object({ default_branch: z.string() })

async function* collectBranches(own: Settings, token: string, context: CollectContext): AsyncGenerator<Reply | Unread> {
  for (const repository of own.repositories) {
    const found = yield* askOne(context, `repository ${repository}`, get(own, token, `/repos/${repository}`))
    const branch = repositorySchema.safeParse(found?.value).data?.default_branch
    if (branch === undefined) continue
    const path = `/repos/${repository}/branches/${encodeURIComponent(branch)}/protection`
    // 404 is the answer of a branch without protection.
    yield* askOne(context, `branch ${repository} ${branch}`, get(own, token, path), [404])
  }
}

const protectionSchema = z.union([
  z.object({ status: z.literal(404) }),
  z.object({
    required_pull_request_reviews: z.object({ required_approving_review_count: z.int().nullish() }).nullish(),
  }),
])

export const branchesCollection = createCollectionImporter({
  connector: 'github',
  dataset: 'branches',
  version: 1,
  title: 'GitHub branch protection, as collected',
  recordTypes: ['configuration-state'],
  open: (read) => ({
    *take(part, { about, at }): Generator<ImportedItem> {
      if (!about.startsWith('branch ')) return
      const protection = read.parse(protectionSchema, part.value, part)
      const reviews = 'status' in protection ? null : (protection.required_pull_request_reviews ?? null)
      const resource = about.slice('branch '.length)
      const settingsFound = [
        ['branch-protection', reviews !== null],
        ['required-approvals', reviews?.required_approving_review_count ?? 0],
      ] as const
      for (const [setting, value] of settingsFound)
        yield {
          record: {
            type: 'configuration-state',
            key: `${resource}|${setting}`,
            line: part.line,
            body: { resource, resourceKind: 'repository', system: 'GitHub', setting, value, observedAt: at },
          },
        }
    },
  }),
})

const memberLists = [
  ['members', 'role=member'],
  ['administrators', 'role=admin'],
  ['members without a second factor', 'filter=2fa_disabled'],
] as const

const membersSchema = z.array(z.object({ login: z.string(), id: z.int(), type: z.string() }))

export const membersCollection = createCollectionImporter({
  connector: 'github',
  dataset: 'members',
  version: 1,
  title: 'GitHub members, as collected',
  recordTypes: ['account'],
  open: (read) => {
    const members = new Map<string, { id: number; line: number; isAdministrator: boolean }>()
    const withoutFactor = new Set<string>()
    let isFactorKnown = false
    return {
      *take(part, { about }): Generator<ImportedItem> {
        if (about === 'members without a second factor') isFactorKnown = true
        for (const { login, id } of read.parse(membersSchema, part.value, part)) {
          if (about === 'members without a second factor') withoutFactor.add(login)
          else members.set(login, { id, line: part.line, isAdministrator: about === 'administrators' })
        }
        yield* []
      },
      *end(): Generator<ImportedItem> {
        for (const [login, { id, line, isAdministrator }] of members)
          yield {
            record: {
              type: 'account',
              key: login,
              line,
              body: {
                username: login,
                identifier: String(id),
                system: 'GitHub',
                kind: 'person',
                enabled: true,
                privileged: isAdministrator,
                mfa: isFactorKnown ? !withoutFactor.has(login) : null,
                keys: [],
              },
            },
          }
      },
    }
  },
})

export const collector = defineCollector({
  version: 1,
  settings,
  secrets: { token: { title: 'Token', says: 'A fine-grained token that may only read what is named below.' } },
  schedule: 'daily',
  sourceOf: ({ address, organization }) => `${new URL(address).host}/${organization}`,
  datasets: [
    {
      id: 'pull-requests',
      title: 'Pull requests',
      says: 'Pull requests of the repositories named, with their reviews. No code is read.',
      permissions: [{ name: 'Pull requests: read', why: 'Who wrote, reviewed and merged each change.' }],
      requests: ({ repositories, days }) =>
        repositories.flatMap((one) => [
          `GET /repos/${one}/pulls that changed in ${days} days`,
          `GET /repos/${one}/pulls/{number}/reviews of each`,
        ]),
      importer: pullRequestsCollection,
      collect: ({ settings: own, secrets: { token } }, context) => collectPullRequests(own, token, context),
    },
    {
      id: 'branches',
      title: 'Branch protection',
      says: 'How the default branch of each repository is protected.',
      permissions: [
        { name: 'Metadata: read', why: 'Which branch is the default one.' },
        { name: 'Administration: read', why: 'How it is protected.' },
      ],
      requests: ({ repositories }) =>
        repositories.flatMap((one) => [`GET /repos/${one}`, `GET /repos/${one}/branches/{default}/protection`]),
      importer: branchesCollection,
      collect: ({ settings: own, secrets: { token } }, context) => collectBranches(own, token, context),
    },
    {
      id: 'members',
      title: 'Members',
      says: 'The members of the organization, its owners, and who has no second factor.',
      permissions: [{ name: 'Members: read', why: 'Who can sign in, and with what.' }],
      requests: ({ organization }) => memberLists.map(([, query]) => `GET /orgs/${organization}/members?${query}`),
      importer: membersCollection,
      collect: async function* ({ settings: own, secrets: { token } }, context) {
        for (const [about, query] of memberLists) {
          const request = get(own, token, `/orgs/${own.organization}/members?${query}&per_page=100`)
          try {
            yield* askPages(context, about, request, followLink)
          } catch (error) {
            // Only an owner may ask who has no second factor; whoever asks without being one still learns who is a member.
            yield unreadOf(nameRequest(request), about, error)
          }
        }
      },
    },
  ],
})
