import type { ImportedItem, RecordBody } from '@evidentia/core'
import { z } from 'zod'
import { addressSetting } from '../collection/address.ts'
import { askPages, type JsonAnswer } from '../collection/ask-json.ts'
import { createCollectionImporter } from '../collection/collection-importer.ts'
import { defineCollector, type HttpRequest } from '../collection/collector.ts'
import { mayInstant, mayText, someText } from '../source-file/json-fields.ts'

const settings = z.strictObject({
  address: addressSetting('Address', 'Of the site, such as https://acme.atlassian.net.'),
  email: z.email().meta({ title: 'E-mail', description: 'Of the account whose API token is used.' }),
  jql: z
    .string()
    .min(3)
    .max(2000)
    .meta({ title: 'Filter', description: 'Which issues are read, as JQL: project = OPS AND updated >= -31d.' }),
})

const fields =
  'summary,issuetype,project,status,resolution,priority,reporter,assignee,created,updated,duedate,resolutiondate,labels,components,issuelinks'

/** Jira writes an offset without its colon. */
const instant = z.preprocess(
  (value) => (typeof value === 'string' ? value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : value),
  mayInstant,
)
const named = z.object({ name: mayText }).nullish()
const personSchema = z.object({ displayName: mayText, emailAddress: mayText }).nullish()
const linkedSchema = z.object({ key: mayText }).nullish()

/** An issue. Source: Jira Cloud platform REST API v3, "Search for issues using JQL enhanced search". */
const issueSchema = z.object({
  key: someText,
  fields: z.object({
    summary: z.string(),
    issuetype: named,
    project: z.object({ key: mayText }).nullish(),
    status: z.object({ name: someText, statusCategory: z.object({ key: mayText }).nullish() }),
    resolution: named,
    priority: named,
    reporter: personSchema,
    assignee: personSchema,
    created: instant,
    updated: instant,
    duedate: z.iso.date().nullish(),
    resolutiondate: instant,
    labels: z.array(z.string()).nullish(),
    components: z.array(z.object({ name: someText })).nullish(),
    issuelinks: z.array(z.object({ inwardIssue: linkedSchema, outwardIssue: linkedSchema })).nullish(),
  }),
})
type Issue = z.output<typeof issueSchema>

/** Status categories by their fixed keys; the words of a workflow are its own. */
const phases: Readonly<Record<string, NonNullable<RecordBody<'ticket'>['phase']>>> = {
  new: 'open',
  indeterminate: 'in-progress',
  done: 'done',
}

export const issuesCollection = createCollectionImporter({
  connector: 'jira',
  dataset: 'issues',
  version: 1,
  title: 'Jira issues, as collected',
  recordTypes: ['ticket'],
  paths: ['issues[]'],
  open: (read) => ({
    *take(part): Generator<ImportedItem> {
      if (part.path !== 'issues[]') return
      const { line, place } = part
      const { key, fields: found } = read.parse(issueSchema, part.value, part)
      yield read.once({ type: 'ticket', key, line, body: toTicket(key, found) }, { line, place })
    },
  }),
})

function toTicket(key: string, found: Issue['fields']) {
  const links = (found.issuelinks ?? []).flatMap(({ inwardIssue, outwardIssue }) => {
    const other = inwardIssue?.key ?? outwardIssue?.key ?? null
    return other === null ? [] : [other]
  })
  return {
    key,
    summary: found.summary,
    type: found.issuetype?.name ?? null,
    project: found.project?.key ?? null,
    status: found.status.name,
    phase: phases[found.status.statusCategory?.key ?? ''] ?? null,
    resolution: found.resolution?.name ?? null,
    priority: found.priority?.name ?? null,
    requester: found.reporter?.emailAddress ?? found.reporter?.displayName ?? null,
    assignee: found.assignee?.emailAddress ?? found.assignee?.displayName ?? null,
    created: found.created,
    updated: found.updated,
    due: found.duedate ?? null,
    resolvedAt: found.resolutiondate,
    labels: found.labels ?? null,
    systems: found.components?.map(({ name }) => name) ?? null,
    links,
  }
}

const pageSchema = z.object({ nextPageToken: z.string().nullish(), isLast: z.boolean().nullish() })

function nextOf({ value }: JsonAnswer, asked: HttpRequest): HttpRequest | null {
  const { nextPageToken: token, isLast } = pageSchema.parse(value)
  if (token == null || isLast === true) return null
  const url = new URL(asked.url)
  url.searchParams.set('nextPageToken', token)
  return { ...asked, url: url.href }
}

export const collector = defineCollector({
  version: 1,
  settings,
  secrets: { token: { title: 'API token', says: 'Of the account above, with rights to browse the projects only.' } },
  schedule: 'daily',
  sourceOf: ({ address }) => new URL(address).host,
  datasets: [
    {
      id: 'issues',
      title: 'Issues',
      says: 'The issues that the filter gives, without comments, attachments and descriptions.',
      permissions: [{ name: 'Browse projects', why: 'The issues and their state.' }],
      requests: ({ jql }) => [`GET /rest/api/3/search/jql for ${jql}`, `fields ${fields.replaceAll(',', ', ')}`],
      importer: issuesCollection,
      collect: async function* ({ settings: own, secrets: { token } }, context) {
        const query = new URLSearchParams({ jql: own.jql, fields, maxResults: '100' })
        const authorization = `Basic ${Buffer.from(`${own.email}:${token}`).toString('base64')}`
        const url = `${own.address}/rest/api/3/search/jql?${query.toString()}`
        yield* askPages(context, 'issues', { method: 'GET', url, headers: { authorization } }, nextOf)
      },
    },
  ],
})
