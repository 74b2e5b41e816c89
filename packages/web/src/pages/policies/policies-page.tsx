import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useSearchText } from '../../app/search-text.ts'
import { useAsOf } from '../../app/as-of.ts'
import { usePages, type Answer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout, type Columns } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { useLines } from '../../table/use-lines.ts'
import { Day } from '../../time/day.tsx'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { policyStateFaces } from './policy-state.ts'

type PolicyLine = Answer<'listPolicies'>['items'][number]

const column = columnsFor<PolicyLine>()
const layout: { readonly [column: string]: ColumnLayout } = {
  title: { track: 'minmax(200px, 2fr)' },
  state: { track: '200px' },
  owner: { track: 'minmax(120px, 1fr)' },
  approved: { track: '112px' },
  reviewBy: { track: '112px' },
  acknowledged: { track: '140px' },
}

/** The organization's policies: what is in force, what waits, who has acknowledged. */
export function PoliciesPage() {
  const { q } = useSearch({ from: '/o/$org/policies' })
  const { asOf } = useAsOf()
  const pages = usePages('listPolicies', { query: { asOf, q } })
  const people = pages.data?.pages[0]?.people
  const columns = useMemo(() => columnsOf(people ?? {}), [people])
  const lines = useLines(pages, 'id')
  const search = useSearchText()
  return (
    <Page
      title="Policies"
      layout="full"
      lead="What the organization has written down as its rule. A policy is in force once somebody other than its author has approved it."
      actions={
        <>
          <PageSearch label="Search policies" value={q ?? ''} onChange={search} />
          <DraftLink />
        </>
      }
    >
      <TablePages
        label="Policies"
        pages={pages}
        columns={columns}
        layout={layout}
        lines={lines}
        empty={
          q === undefined ? (
            <Empty title="No policy yet">Draft the first one from a template of the library.</Empty>
          ) : (
            <Empty title="No policy matches">Try another word.</Empty>
          )
        }
      />
    </Page>
  )
}

function DraftLink() {
  const org = useOrganization()
  if (!usePermission('program:write')) return null
  return (
    <ButtonLink to="/o/$org/policies/new" params={{ org }}>
      Draft a policy
    </ButtonLink>
  )
}

function columnsOf(people: { readonly [id: string]: string }): Columns<PolicyLine> {
  return column.columns([
    column.display({ id: 'title', header: 'Policy', cell: ({ row }) => <PolicyName policy={row.original} /> }),
    column.display({ id: 'state', header: 'State', cell: ({ row }) => <PolicyStanding policy={row.original} /> }),
    column.display({
      id: 'owner',
      header: 'Owner',
      cell: ({ row }) => people[row.original.owner] ?? row.original.owner,
    }),
    column.display({
      id: 'approved',
      header: 'Approved',
      cell: ({ row }) => (row.original.approved === null ? 'Not yet' : <Day date={row.original.approved} />),
    }),
    column.display({
      id: 'reviewBy',
      header: 'Review by',
      cell: ({ row }) => (row.original.reviewBy === null ? '' : <Day date={row.original.reviewBy} />),
    }),
    column.display({
      id: 'acknowledged',
      header: 'Acknowledged',
      cell: ({ row }) =>
        row.original.approved === null ? '' : `${row.original.acknowledged} of ${row.original.workforce}`,
    }),
  ])
}

function PolicyName({ policy }: { readonly policy: PolicyLine }) {
  const org = useOrganization()
  return (
    <RowLink to="/o/$org/policies/$policy" params={{ org, policy: policy.id }}>
      {policy.title}
    </RowLink>
  )
}

function PolicyStanding({ policy }: { readonly policy: PolicyLine }) {
  return (
    <>
      <StatusLabel face={policyStateFaces[policy.state]} />
      {policy.draftWaiting && policy.state !== 'draft' && <span className="soft"> draft waits</span>}
    </>
  )
}
