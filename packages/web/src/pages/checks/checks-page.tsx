import { useSearch } from '@tanstack/react-router'
import { useAsOf } from '../../app/as-of.ts'
import { useSearchText } from '../../app/search-text.ts'
import { usePages, type Answer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { useLines } from '../../table/use-lines.ts'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import { sentenceOf } from './check-words.ts'
import { Waiting } from './waiting.tsx'
import classes from './checks.module.css'

type CheckView = Answer<'listChecks'>['items'][number]

const column = columnsFor<CheckView>()
const columns = column.columns([
  column.display({ id: 'asserts', header: 'What it asserts', cell: ({ row }) => <CheckName item={row.original} /> }),
  column.display({ id: 'judges', header: 'Judges', cell: ({ row }) => judgedBy(row.original) }),
  column.display({ id: 'own', header: 'Written by', cell: ({ row }) => (row.original.own ? 'You' : 'The product') }),
  column.display({ id: 'used', header: 'Asked for by', cell: ({ row }) => usedBy(row.original) }),
  column.display({ id: 'version', header: 'Version', cell: ({ row }) => row.original.version }),
])
const layout: { readonly [column: string]: ColumnLayout } = {
  asserts: { track: 'minmax(280px, 3fr)' },
  judges: { track: 'minmax(130px, 1fr)' },
  own: { track: '110px' },
  used: { track: 'minmax(150px, 1fr)' },
  version: { track: '76px' },
}

/** Every check there is: those of the product, and those the organization wrote itself. */
export function ChecksPage() {
  const org = useOrganization()
  const { q } = useSearch({ from: '/o/$org/checks' })
  const pages = usePages('listChecks', { query: { q, ...useAsOf() } })
  const mayWrite = usePermission('program:write')
  const search = useSearchText()
  const lines = useLines(pages, 'id')
  return (
    <Page
      title="Checks"
      layout="full"
      lead="Each asserts one sentence about every record of a population. What it answers is sealed, and an auditor can run it again."
      actions={
        <>
          <PageSearch label="Search checks" value={q ?? ''} onChange={search} />
          <ButtonLink variant="default" to="/o/$org/check-results" params={{ org }}>
            All results
          </ButtonLink>
          {mayWrite && (
            <ButtonLink to="/o/$org/checks/new" params={{ org }}>
              Write a check
            </ButtonLink>
          )}
        </>
      }
    >
      <Waiting />
      <TablePages
        label="Checks"
        pages={pages}
        columns={columns}
        layout={layout}
        lines={lines}
        empty={<Empty title="No check matches">Try another word.</Empty>}
      />
    </Page>
  )
}

function CheckName({ item }: { readonly item: CheckView }) {
  const org = useOrganization()
  return (
    <span>
      <RowLink to="/o/$org/checks/$check" params={{ org, check: item.id }}>
        {item.title ?? sentenceOf(item)}
      </RowLink>
      {item.title !== null && <span className={classes['under']}>{sentenceOf(item)}</span>}
    </span>
  )
}

function judgedBy({ population }: CheckView): string {
  return population.length === 0 ? 'The program' : population.map((type) => wordsOf(type)).join(', ')
}

function usedBy({ usedBy: users }: CheckView): string {
  const [only] = users
  if (only === undefined) return 'No control in operation'
  return users.length === 1 ? only : counted(users.length, 'evidence requirement')
}
