import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from '@mantine/core'
import { useCallback, useMemo, useState, type KeyboardEvent } from 'react'
import type { FindingsSearch } from '../../app/list-search.ts'
import { singleKeys } from '../../app/shortcut-store.ts'
import { useFlag } from '../../app/stored-flag.ts'
import { usePages } from '../../client/answers.ts'
import { useItems, useNames } from '../../client/items.ts'
import { usePermission } from '../../client/organization.ts'
import { FilterChips } from '../../status/filter-chips.tsx'
import { findingStateFaces } from '../../status/finding-state.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { formatDate } from '../../time/format.ts'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'
import { BulkBar } from './bulk-bar.tsx'
import { findingColumns, findingLayout } from './finding-columns.tsx'
import { FindingFilters } from './finding-filters.tsx'
import { RaiseDialog } from './raise-dialog.tsx'
import classes from './findings.module.css'

/** Every gap with whose it is and by when, and what people do about several at once. The whole view is in the address. */
export function FindingsPage() {
  const search = useSearch({ from: '/o/$org/findings/' })
  const { asOf, q, state, severity, kind, owner, system, control, sort } = search
  const change = useChangeSearch()
  const pages = usePages('listFindings', {
    query: { asOf, q, state, severity, kind, owner, system, control, ...(sort === undefined ? {} : { sort }) },
  })
  const first = pages.data?.pages[0]
  const items = useItems(pages)
  const people = useNames(pages)
  const { chosen, toggle, clear, onKeyDown } = useChoice()
  // What was done about other days is history; acts are of today.
  const mayAct = [usePermission('findings:work'), usePermission('findings:assign')].includes(true) && asOf === undefined
  const mayRaise = usePermission('findings:raise') && asOf === undefined
  const day = first?.asOf ?? ''
  const columns = useMemo(
    () => findingColumns(people, day, mayAct ? { ids: chosen, onToggle: toggle } : null),
    [people, day, mayAct, chosen, toggle],
  )
  const lines = useMemo(() => items.map((item) => ({ type: 'item', key: item.id, item }) as const), [items])
  const lead =
    first === undefined
      ? undefined
      : `${counted(first.total, 'finding')}${state === undefined ? ' that need somebody' : ''} as of ${formatDate(first.asOf)}`
  return (
    <Page
      title="Findings"
      layout="full"
      lead={lead}
      actions={mayRaise && <Button onClick={() => change({ raise: 'yes' })}>Raise a finding</Button>}
    >
      <FindingFilters search={search} people={people} onChange={change} />
      <FilterChips
        label="Filter by state"
        faces={findingStateFaces}
        counts={first?.states ?? {}}
        chosen={state}
        onChange={(next) => change({ state: next })}
      />
      <div className={classes['list']} onKeyDown={mayAct ? onKeyDown : undefined}>
        <TablePages
          label="Findings"
          pages={pages}
          columns={columns}
          layout={findingLayout}
          hidden={mayAct ? noneHidden : chooseHidden}
          lines={lines}
          sort={sort ?? 'due'}
          onSort={(next) => change({ sort: next })}
          empty={<NoFinding search={search} />}
        />
      </div>
      {chosen.size > 0 && mayAct && <BulkBar findings={[...chosen]} onClear={clear} />}
      {search.raise === 'yes' && mayRaise && <RaiseDialog onClose={() => change({ raise: undefined })} />}
    </Page>
  )
}

const noneHidden: readonly string[] = []
const chooseHidden: readonly string[] = ['choose']

function NoFinding({ search: { state, q } }: { readonly search: FindingsSearch }) {
  if (q !== undefined) return <Empty title="No finding matches">Remove a filter, or search for another word.</Empty>
  if (state === undefined)
    return <Empty title="Nothing needs somebody on this day.">Choose a state to see what was closed or accepted.</Empty>
  return <Empty title="No finding is in this state.">Choose another state, or none.</Empty>
}

/** The findings chosen for a deed on several; x chooses the row the keyboard is on, unless single keys are off. */
function useChoice() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const hasSingleKeys = useFlag(singleKeys)
  const toggle = useCallback((id: string) => setChosen((old) => old.symmetricDifference(new Set([id]))), [])
  const clear = useCallback(() => setChosen(new Set()), [])
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const link = event.target instanceof Element ? event.target.closest('[data-finding]') : null
      const id = link?.getAttribute('data-finding')
      if (event.key !== 'x' || !hasSingleKeys || id === null || id === undefined) return
      event.preventDefault()
      toggle(id)
    },
    [hasSingleKeys, toggle],
  )
  return { chosen, toggle, clear, onKeyDown }
}

function useChangeSearch() {
  const navigate = useNavigate({ from: '/o/$org/findings/' })
  return useCallback(
    (change: { readonly [K in keyof FindingsSearch]?: FindingsSearch[K] | undefined }) =>
      void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
    [navigate],
  )
}
