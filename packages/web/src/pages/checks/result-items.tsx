import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { usePages } from '../../client/answers.ts'
import { useItems } from '../../client/items.ts'
import { usePermission } from '../../client/organization.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import type { ResultView } from './check-result-page.tsx'
import { itemColumns, itemLayout, toLines } from './item-columns.tsx'
import { VerdictFilter } from './verdict-filter.tsx'
import classes from './checks.module.css'

/** The verdict on every item, those that need a person first, loaded as they come into view. Reading them is sealed in the log. */
export function ResultItems({ result: { id } }: { readonly result: ResultView }) {
  const { verdict } = useSearch({ from: '/o/$org/check-results/$result' })
  const navigate = useNavigate({ from: '/o/$org/check-results/$result' })
  const mayRead = usePermission('artifact:read')
  const pages = usePages('listResultItems', { params: { result: id }, query: { verdict } }, { enabled: mayRead })
  const items = useItems(pages)
  const lines = useMemo(() => toLines(items), [items])
  return (
    <Section
      title="Items"
      aside={
        mayRead && (
          <VerdictFilter
            value={verdict}
            onChange={(next) =>
              void navigate({ search: (old) => ({ ...old, verdict: next }), replace: true, resetScroll: false })
            }
          />
        )
      }
    >
      {mayRead ? (
        <div className={classes['items']}>
          <TablePages
            label="Items"
            pages={pages}
            columns={itemColumns}
            layout={itemLayout}
            lines={lines}
            empty={
              <Empty title={verdict === undefined ? 'It judged no item.' : 'No item has this verdict.'}>
                {verdict === undefined ? 'Why stands above.' : 'Choose another one.'}
              </Empty>
            }
          />
        </div>
      ) : (
        <Empty title="Items repeat what records say.">Your role does not open artifacts, so they are not shown.</Empty>
      )}
    </Section>
  )
}
