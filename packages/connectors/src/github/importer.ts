import type { DraftOf, RecordBody } from '@evidentia/core'
import { z } from 'zod'
import { createJsonImporter } from '../source-file/json-importer.ts'
import { mayInstant, mayText, someText, text } from '../source-file/json-fields.ts'

const userSchema = z.object({ login: someText }).nullish()

/** A review. Source: GitHub REST API, "List reviews for a pull request". */
export const reviewSchema = z.object({
  user: userSchema,
  state: someText,
  submitted_at: mayInstant,
  commit_id: mayText,
})

/** A pull request. Source: GitHub REST API, "List pull requests", with the answer of "List reviews" put in as `reviews`. */
export const pullRequestSchema = z.object({
  number: z.int().min(1),
  title: text,
  state: z.enum(['open', 'closed'], 'the state is neither open nor closed'),
  draft: z.boolean().nullish(),
  user: userSchema,
  base: z.object({ ref: mayText, repo: z.object({ full_name: someText }).nullish() }),
  head: z.object({ sha: mayText }).nullish(),
  merge_commit_sha: mayText,
  created_at: mayInstant,
  merged_at: mayInstant,
  merged_by: userSchema,
  closed_at: mayInstant,
  labels: z.array(z.object({ name: someText })).nullish(),
  reviews: z.array(reviewSchema).nullish(),
})
export type PullRequest = z.output<typeof pullRequestSchema>

/** One record for each pull request. Without `reviews` it does not say whether there were any. */
export const pullRequestsImporter = createJsonImporter({
  id: 'github-pull-requests',
  version: 1,
  title: 'GitHub pull requests (JSON)',
  recordTypes: ['pull-request'],
  remedy: 'Use the list as the API of GitHub answered it.',
  recognizes: (start) => start.startsWith('[') && start.includes('"merge_commit_sha"') && start.includes('"merged_at"'),
  paths: ['[]'],
  open: (read) => ({
    *take(part) {
      const { line, place } = part
      yield read.once(toRecord(read.parse(pullRequestSchema, part.value, part), line), { line, place })
    },
  }),
})

export function toRecord(found: PullRequest, line: number): DraftOf<'pull-request'> {
  const repository = found.base.repo?.full_name ?? 'unknown'
  return {
    type: 'pull-request',
    key: `${repository}#${found.number}`,
    line,
    body: {
      repository,
      number: found.number,
      title: found.title,
      author: found.user?.login ?? null,
      state: found.merged_at === null ? found.state : 'merged',
      draft: found.draft ?? null,
      base: found.base.ref,
      headCommit: found.head?.sha ?? null,
      mergeCommit: found.merged_at === null ? null : found.merge_commit_sha,
      created: found.created_at,
      mergedAt: found.merged_at,
      mergedBy: found.merged_by?.login ?? null,
      closedAt: found.closed_at,
      reviews: found.reviews?.flatMap(toReview) ?? null,
      labels: found.labels?.map(({ name }) => name) ?? null,
    },
  }
}

const verdicts: Readonly<Record<string, NonNullable<RecordBody<'pull-request'>['reviews']>[number]['verdict']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
}

/** A review that is still being written says nothing yet. */
function toReview({ user, state, submitted_at, commit_id }: z.output<typeof reviewSchema>) {
  const verdict = verdicts[state]
  if (verdict === undefined) return []
  return [{ reviewer: user?.login ?? 'unknown', verdict, at: submitted_at, commit: commit_id }]
}
