import { Button } from '@mantine/core'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useSearchText } from '../../app/search-text.ts'
import { useAnswer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization, usePermission, useToday } from '../../client/organization.ts'
import { formatDate } from '../../time/format.ts'
import { Answer } from '../../widgets/answer.tsx'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Confirm } from '../../widgets/confirm.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { Page } from '../../widgets/page.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { draftOf } from './mapping-draft.ts'

/** The mappings by which tables are read that no importer knows. */
export function MappingsPage() {
  const org = useOrganization()
  const today = useToday()
  const { q } = useSearch({ from: '/o/$org/mappings' })
  const search = useSearchText()
  const mayWrite = usePermission('program:write')
  const mappings = useAnswer('listDocuments', { query: { kind: 'mapping', q, limit: 500 } })
  const [leaving, setLeaving] = useState<{ readonly id: string; readonly name: string } | null>(null)
  const withdraw = useOrganizationChange(async (id: string, organization) =>
    call(
      'recordDocument',
      { params: { kind: 'mapping', id }, body: { effective: today, body: null } },
      { organization },
    ),
  )
  return (
    <Page
      title="Mappings"
      above={
        <Link to="/o/$org/evidence" params={{ org }}>
          Evidence
        </Link>
      }
      lead="How tables are read that no importer knows. A table with exactly the columns of a mapping is read by it, whichever way it comes in."
      actions={
        <>
          <PageSearch label="Search mappings" value={q ?? ''} onChange={search} />
          {mayWrite && (
            <ButtonLink to="/o/$org/mappings/new" params={{ org }}>
              Map a table
            </ButtonLink>
          )}
        </>
      }
    >
      <Answer of={mappings}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={q === undefined ? 'No mapping yet' : 'No mapping matches'}>
              {q === undefined
                ? 'Map the columns of a CSV or Excel file once; the next one is read by itself.'
                : 'Try another word.'}
            </Empty>
          ) : (
            <SimpleTable
              label="Mappings"
              head={['Name', 'Gives', 'Columns', 'In force from', ...(mayWrite ? ['Withdraw'] : [])]}
              rows={items.map(({ id, body, effective }) => {
                const name = textIn(body, 'name')
                const columns = body?.['columns']
                return {
                  key: id,
                  cells: [
                    <Link key="name" to="/o/$org/mappings/$mapping" params={{ org, mapping: id }}>
                      {name}
                    </Link>,
                    wordsOf(draftOf(body ?? {}).recordType),
                    counted(Array.isArray(columns) ? columns.length : 0, 'column'),
                    formatDate(effective),
                    ...(mayWrite
                      ? [
                          <Button
                            key="withdraw"
                            variant="default"
                            size="compact-sm"
                            aria-label={`Withdraw ${name}`}
                            onClick={() => setLeaving({ id, name })}
                          >
                            Withdraw
                          </Button>,
                        ]
                      : []),
                  ],
                }
              })}
            />
          )
        }
      </Answer>
      {leaving !== null && (
        <Confirm
          title={`Withdraw ${leaving.name}?`}
          action="Withdraw"
          change={withdraw}
          onConfirm={() => withdraw.mutate(leaving.id, { onSuccess: () => setLeaving(null) })}
          onClose={() => setLeaving(null)}
        >
          Tables with these columns are kept as files from today on. What was read by it stays as it is.
        </Confirm>
      )}
    </Page>
  )
}

function textIn(body: Readonly<Record<string, unknown>> | null, name: string): string {
  const value = body?.[name]
  return typeof value === 'string' ? value : ''
}
