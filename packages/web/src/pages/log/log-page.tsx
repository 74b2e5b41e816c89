import { CopyButton, Button } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useSearchText } from '../../app/search-text.ts'
import { useAnswer, usePages, type Answer as Answered } from '../../client/answers.ts'
import { usePermission } from '../../client/organization.ts'
import { columnsFor, type ColumnLayout } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { useLines } from '../../table/use-lines.ts'
import { Instant } from '../../time/day.tsx'
import { Answer } from '../../widgets/answer.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import { EntrySubject } from './entry-subject.tsx'
import { Packages } from './packages.tsx'
import classes from './log.module.css'

type Entry = Answered<'listEntries'>['items'][number]

const column = columnsFor<Entry>()
const columns = column.columns([
  column.display({ id: 'index', header: 'Entry', cell: ({ row }) => row.original.index }),
  column.display({ id: 'name', header: 'What', cell: ({ row }) => <EntrySubject entry={row.original} /> }),
  column.display({ id: 'kind', header: 'Kind of fact', cell: ({ row }) => wordsOf(row.original.kind) }),
  column.display({
    id: 'actor',
    header: 'By',
    cell: ({ row }) => `${row.original.actor.name} (${row.original.actor.type})`,
  }),
  column.display({ id: 'recorded', header: 'Sealed', cell: ({ row }) => <Instant at={row.original.recordedAt} /> }),
  column.display({
    id: 'hash',
    header: 'Leaf hash',
    cell: ({ row }) => <code title={row.original.leafHash}>{row.original.leafHash.slice(0, 16)}…</code>,
  }),
])
const layout: { readonly [column: string]: ColumnLayout } = {
  index: { track: '64px' },
  name: { track: 'minmax(220px, 2fr)' },
  kind: { track: 'minmax(130px, 1fr)' },
  actor: { track: 'minmax(130px, 1fr)' },
  recorded: { track: '190px' },
  hash: { track: '150px' },
}

/** The organization's transparency log: every fact in the order it was sealed, and the checkpoint that commits to all of them. */
export function LogPage() {
  const { q } = useSearch({ from: '/o/$org/log' })
  const canExport = usePermission('packages:export')
  const pages = usePages('listEntries', { query: { q } })
  const search = useSearchText()
  const lines = useLines(pages, 'index')
  return (
    <Page
      title="Log"
      layout="full"
      lead="Every fact in the order it was sealed. Entries are only ever added."
      actions={<PageSearch label="Search the log" value={q ?? ''} onChange={search} />}
    >
      <Checkpoint />
      {canExport && <Packages />}
      <TablePages
        label="Log entries"
        pages={pages}
        columns={columns}
        layout={layout}
        lines={lines}
        empty={<Empty title="No entry matches">Search for another word.</Empty>}
      />
    </Page>
  )
}

function Checkpoint() {
  const checkpoint = useAnswer('readCheckpoint', {})
  return (
    <Answer of={checkpoint} loading={<div className={classes['checkpoint']} />}>
      {({ checkpoint: text, verifierKey, size }) => (
        <details className={classes['checkpoint']}>
          <summary>
            Signed checkpoint over {counted(size, 'entry', 'entries')}. Keep a copy outside: with it, a changed or
            shortened log is found out.
          </summary>
          <pre tabIndex={0} aria-label="Signed checkpoint">
            {text}
          </pre>
          <p>
            Verifier key: <code>{verifierKey}</code>
          </p>
          <CopyButton value={`${verifierKey}\n\n${text}`}>
            {({ copied, copy }) => (
              <Button variant="default" mt="xs" onClick={copy}>
                <span aria-live="polite">{copied ? 'Copied' : 'Copy checkpoint and key'}</span>
              </Button>
            )}
          </CopyButton>
        </details>
      )}
    </Answer>
  )
}
