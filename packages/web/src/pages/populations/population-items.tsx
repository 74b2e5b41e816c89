import { useMemo } from 'react'
import { usePages, type Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout, type Columns } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { useLines } from '../../table/use-lines.ts'
import { formatCount } from '../../time/format.ts'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { cellText, fieldsOf } from '../evidence/record-cells.ts'
import type { PopulationView } from './population-page.tsx'
import { subjectWords } from './subject-words.ts'
import classes from './populations.module.css'

type Item = Answer<'listPopulationItems'>['items'][number]

const column = columnsFor<Item>()
const layout: { readonly [column: string]: ColumnLayout } = {
  position: { track: '72px' },
  key: { track: 'minmax(140px, 0.8fr)' },
  placed: { track: '190px' },
  record: { track: 'minmax(220px, 2.4fr)' },
  line: { track: '70px' },
}

/** The items in the order in which they were sealed, loaded as they come into view. Reading them is sealed in the log. */
export function PopulationItems({ population }: { readonly population: PopulationView }) {
  const { id, definition, items } = population
  const pages = usePages('listPopulationItems', { params: { population: id } })
  const { placedBy } = definition.records
  const columns = useMemo(() => columnsOf(placedBy), [placedBy])
  const lines = useLines(pages, 'position')
  return (
    <Section title="Items" aside={<span className="soft">{formatCount(items)}</span>}>
      <div className={classes['items']}>
        <TablePages
          label="Items"
          pages={pages}
          columns={columns}
          layout={layout}
          lines={lines}
          empty={<Empty title="It has no items." />}
        />
      </div>
    </Section>
  )
}

function columnsOf(placedBy: readonly string[]): Columns<Item> {
  return column.columns([
    column.display({ id: 'position', header: 'Item', cell: ({ row }) => formatCount(row.original.position + 1) }),
    column.display({ id: 'key', header: 'Key', cell: ({ row }) => <ItemKey item={row.original} /> }),
    column.display({
      id: 'placed',
      header: placedBy[0] ?? 'Of',
      cell: ({ row }) => placeOf(row.original, placedBy),
    }),
    column.display({ id: 'record', header: 'Record', cell: ({ row }) => <RecordText item={row.original} /> }),
    column.display({ id: 'line', header: 'Line', cell: ({ row }) => row.original.line ?? '' }),
  ])
}

function ItemKey({ item }: { readonly item: Item }) {
  const org = useOrganization()
  return (
    <RowLink to="/o/$org/evidence/$evidence" params={{ org, evidence: item.evidence }}>
      {item.key}
    </RowLink>
  )
}

/** The date that placed it in the period; for a state, what its export speaks of. */
function placeOf({ body, within }: Item, placedBy: readonly string[]): string {
  const field = placedBy.find((name) => typeof body?.[name] === 'string' && body[name] !== '')
  if (body !== null && field !== undefined) return cellText(body, field)
  return within === null ? '' : within.split(' ').map(subjectWords).join(', ')
}

function RecordText({ item: { body } }: { readonly item: Item }) {
  if (body === null) return <span className="soft">Its content was disposed of or destroyed</span>
  const text = fieldsOf([body])
    .map((field) => `${field} ${cellText(body, field)}`)
    .join(' · ')
  return (
    <span className={classes['record']} title={text}>
      {text}
    </span>
  )
}
