import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { listedPullRequestsImporter } from './cli-importer.ts'
import { pullRequestsImporter } from './importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('pull requests of GitHub', () => {
  it('say who reviewed which commit, and nothing where the reviews were not put in', async () => {
    const { records } = await read(pullRequestsImporter, 'pulls.json')
    expect(records.map(({ key, body }) => ({ key, ...body }))).toMatchObject([
      {
        key: 'lakeside/portal#1',
        state: 'merged',
        mergeCommit: 'abc',
        reviews: [{ reviewer: 'ben', verdict: 'approved', at: '2026-06-01T12:00:00Z', commit: 'def' }],
      },
      // GitHub names a commit to try the merge with also where nothing was merged.
      { key: 'lakeside/portal#2', state: 'closed', mergeCommit: null, reviews: null },
      { key: 'lakeside/portal#3', state: 'open', author: null },
    ])
  })

  it('say the same where the command line lists them, and whether checks passed', async () => {
    const { records, skipped } = await read(listedPullRequestsImporter, 'listed.json')
    expect(records.map(({ key, body }) => ({ key, ...body }))).toMatchObject([
      {
        key: 'lakeside/portal#1',
        state: 'merged',
        author: 'ada',
        mergedBy: 'cleo',
        reviews: [{ reviewer: 'ben', verdict: 'approved', at: '2026-06-01T12:00:00Z', commit: 'def' }],
        checksPassed: true,
        labels: ['change'],
      },
      { key: 'lakeside/portal#2', state: 'open', author: null, draft: true, reviews: [], checksPassed: null },
      { key: 'lakeside/portal#3', state: 'closed', reviews: null, checksPassed: false, labels: null },
    ])
    expect(skipped).toEqual([])
  })
})
