import type { DraftOf, RecordBody } from '@evidentia/core'
import { z } from 'zod'
import { createJsonImporter, type PartReader, type Spot } from '../source-file/json-importer.ts'
import { mayInstant, mayText, someText, text, word } from '../source-file/json-fields.ts'

const userSchema = z.object({ login: mayText }).nullish()
const commitSchema = z.object({ oid: mayText }).nullish()

/** A review that is still being written says nothing yet. */
const verdict = word({
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
  PENDING: null,
})

/** A check run has a status and a conclusion; a status of the older kind has a state. */
const checkSchema = z.object({ status: mayText, conclusion: mayText, state: mayText })

/** A pull request. Source: GitHub CLI manual, `gh pr list`, its JSON fields. */
const listedSchema = z.object({
  number: z.int().min(1),
  url: someText,
  title: text,
  state: word({ OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' }),
  isDraft: z.boolean().nullish(),
  author: userSchema,
  baseRefName: mayText,
  headRefOid: mayText,
  mergeCommit: commitSchema,
  createdAt: mayInstant,
  mergedAt: mayInstant,
  mergedBy: userSchema,
  closedAt: mayInstant,
  labels: z.array(z.object({ name: someText })).nullish(),
  reviews: z
    .array(z.object({ author: userSchema, state: verdict, submittedAt: mayInstant, commit: commitSchema }))
    .nullish(),
  statusCheckRollup: z.array(checkSchema).nullish(),
})
type Listed = z.output<typeof listedSchema>

/** One record for each pull request that the command line of GitHub lists. */
export const listedPullRequestsImporter = createJsonImporter({
  id: 'github-cli-pull-requests',
  version: 1,
  title: 'GitHub pull requests listed by gh (JSON)',
  recordTypes: ['pull-request'],
  remedy: 'Use the output of `gh pr list --json` with the fields that the README names.',
  recognizes: (start) =>
    start.startsWith('[') && ['"number"', '"url"', '"baseRefName"', '"mergedAt"'].every((name) => start.includes(name)),
  paths: ['[]'],
  open: (read) => ({
    *take(part) {
      const spot = { line: part.line, place: part.place }
      yield read.once(toRecord(read.parse(listedSchema, part.value, part), spot, read), spot)
    },
  }),
})

const repositoryOf = z.string().transform((url, context) => {
  const [, repository] = /^https:\/\/[^/]+\/([^/]+\/[^/]+)\/pull\/\d+$/.exec(url) ?? []
  if (repository !== undefined) return repository
  context.addIssue({ code: 'custom', message: 'this is not the address of a pull request' })
  return z.NEVER
})

function toRecord(found: Listed, { line, place }: Spot, read: PartReader): DraftOf<'pull-request'> {
  const repository = read.parse(repositoryOf, found.url, { line, place: `${place}.url` })
  return {
    type: 'pull-request',
    key: `${repository}#${found.number}`,
    line,
    body: {
      repository,
      number: found.number,
      title: found.title,
      author: nameOf(found.author),
      state: found.state,
      draft: found.isDraft ?? null,
      base: found.baseRefName,
      headCommit: found.headRefOid,
      mergeCommit: found.mergeCommit?.oid ?? null,
      created: found.createdAt,
      mergedAt: found.mergedAt,
      mergedBy: nameOf(found.mergedBy),
      closedAt: found.closedAt,
      reviews: found.reviews?.flatMap(toReview) ?? null,
      checksPassed: passedOf(found.statusCheckRollup ?? []),
      labels: found.labels?.map(({ name }) => name) ?? null,
    },
  }
}

/** Empty for an account that was deleted. */
function nameOf(user: Listed['author']): string | null {
  return user?.login ?? null
}

type Review = NonNullable<RecordBody<'pull-request'>['reviews']>[number]

function toReview({ author, state, submittedAt, commit }: NonNullable<Listed['reviews']>[number]): Review[] {
  if (state === null) return []
  return [{ reviewer: nameOf(author) ?? 'unknown', verdict: state, at: submittedAt, commit: commit?.oid ?? null }]
}

/** Null where there are none, and while one is still running. */
function passedOf(checks: readonly z.output<typeof checkSchema>[]): boolean | null {
  const ends = checks.map(({ status, conclusion, state }) => conclusion ?? state ?? status ?? '')
  if (
    ends.some((end) =>
      ['FAILURE', 'ERROR', 'TIMED_OUT', 'CANCELLED', 'ACTION_REQUIRED', 'STARTUP_FAILURE'].includes(end),
    )
  )
    return false
  return ends.length > 0 && ends.every((end) => ['SUCCESS', 'NEUTRAL', 'SKIPPED'].includes(end)) ? true : null
}
