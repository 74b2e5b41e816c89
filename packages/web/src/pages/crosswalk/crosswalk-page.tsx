import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useAsOf } from '../../app/as-of.ts'
import type { CrosswalkSearch } from '../../app/list-search.ts'
import { useAnswer, usePages, type Answer as Answered } from '../../client/answers.ts'
import { useItems } from '../../client/items.ts'
import { readFile } from '../../client/call.ts'
import type { Line } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { formatDate } from '../../time/format.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { ExportMenu } from '../../widgets/export-menu.tsx'
import { Page } from '../../widgets/page.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import { chooseFrameworks } from './chosen-frameworks.ts'
import { crosswalkColumns, crosswalkLayout, type CrosswalkLine } from './crosswalk-columns.tsx'
import { CrosswalkCoverage } from './crosswalk-coverage.tsx'
import { CrosswalkFilters } from './crosswalk-filters.tsx'

/** Controls against frameworks: write one control, see everything it serves. */
export function CrosswalkPage() {
  const frameworks = useAnswer('listFrameworks', { query: { limit: 100 } })
  return <PageAnswer of={frameworks}>{({ items }) => <Loaded known={items} />}</PageAnswer>
}

function Loaded({ known }: { readonly known: Answered<'listFrameworks'>['items'] }) {
  const search = useSearch({ from: '/o/$org/crosswalk' })
  const at = useAsOf()
  const change = useChangeSearch()
  const { q, area, adopted } = search
  const chosen = useMemo(() => chooseFrameworks(known, search.frameworks), [known, search.frameworks])
  const pages = usePages('listCrosswalk', { query: { ...at, q, area, adopted, frameworks: chosen.join(',') } })
  const first = pages.data?.pages[0]
  const columns = useMemo(
    () => crosswalkColumns(chosen, Object.fromEntries(known.map(({ id, shortTitle }) => [id, shortTitle]))),
    [chosen, known],
  )
  const layout = useMemo(() => crosswalkLayout(chosen), [chosen])
  const items = useItems(pages)
  const lines = useMemo(() => byArea(items), [items])
  return (
    <Page
      title="Crosswalk"
      layout="full"
      lead={
        first === undefined
          ? undefined
          : `${counted(first.total, 'control')} as of ${formatDate(first.asOf)}. A control counts for a requirement only through a link of its own, with its own reason.`
      }
      actions={
        <ExportMenu
          read={async (format, organization) =>
            readFile(
              'exportCrosswalk',
              { params: { format }, query: { ...at, frameworks: chosen.join(',') } },
              organization,
            )
          }
          name="crosswalk"
          label="Every link of these frameworks, with its reason"
        />
      }
    >
      <CrosswalkFilters search={search} known={known} chosen={chosen} onChange={change} />
      {first !== undefined && <CrosswalkCoverage coverage={first.coverage} />}
      <TablePages
        label="Crosswalk"
        pages={pages}
        columns={columns}
        layout={layout}
        lines={lines}
        empty={<Empty title="No control matches">Choose another framework or area, or search for another word.</Empty>}
      />
    </Page>
  )
}

function byArea(controls: readonly CrosswalkLine[]): readonly Line<CrosswalkLine>[] {
  const areas = Map.groupBy(controls, ({ area }) => area)
  return areas
    .entries()
    .toArray()
    .toSorted(([a], [b]) => a.localeCompare(b))
    .flatMap(([area, members]): Line<CrosswalkLine>[] => [
      { type: 'group', key: `area:${area}`, label: wordsOf(area), count: members.length },
      ...members.map((item): Line<CrosswalkLine> => ({ type: 'item', key: item.control, item })),
    ])
}

/** Puts a change of the view into the address, in place of the last one. */
function useChangeSearch() {
  const navigate = useNavigate({ from: '/o/$org/crosswalk' })
  return useCallback(
    (change: { readonly [K in keyof CrosswalkSearch]?: CrosswalkSearch[K] | undefined }) =>
      void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
    [navigate],
  )
}
