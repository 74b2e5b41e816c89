import { NativeSelect } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useAsOf } from '../../app/as-of.ts'
import { decisionStates, type DecisionsSearch, type DecisionState } from '../../app/list-search.ts'
import { usePages } from '../../client/answers.ts'
import { useItems, useNames } from '../../client/items.ts'
import { usePermission } from '../../client/organization.ts'
import type { Line } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { counted } from '../../widgets/words.ts'
import { decisionStateFaces } from './decision-choice.ts'
import { decisionColumns, decisionLayout, type DecisionLine } from './decision-columns.tsx'
import { DecisionDialog } from './decision-dialog.tsx'

/** Every addressable specification of the frameworks in force, and what was decided about it in writing. */
export function DecisionsPage() {
  const { q, state, decide } = useSearch({ from: '/o/$org/decisions' })
  const { asOf } = useAsOf()
  const change = useChangeSearch()
  const mayDecide = usePermission('program:write')
  const pages = usePages('listDecisions', { query: { asOf, q, state } })
  const items = useItems(pages)
  const people = useNames(pages)
  const columns = useMemo(
    () => decisionColumns(people, mayDecide ? (line) => change({ decide: nameOf(line) }) : null),
    [people, mayDecide, change],
  )
  const lines = useMemo(
    () => items.map((item): Line<DecisionLine> => ({ type: 'item', key: nameOf(item), item })),
    [items],
  )
  const chosen = mayDecide ? items.find((item) => nameOf(item) === decide) : undefined
  const total = pages.data?.pages[0]?.total
  return (
    <Page
      title="Decisions"
      layout="full"
      lead={`What was decided in writing about each addressable specification (45 CFR 164.306(d)(3)).${total === undefined ? '' : ` ${counted(total, 'specification')}.`}`}
      actions={
        <>
          <StateFilter state={state} onChange={(next) => change({ state: next })} />
          <PageSearch
            label="Search decisions"
            value={q ?? ''}
            onChange={(text) => change({ q: text === '' ? undefined : text })}
          />
        </>
      }
    >
      <TablePages
        label="Decisions"
        pages={pages}
        columns={columns}
        layout={decisionLayout}
        lines={lines}
        empty={<NoDecision q={q} state={state} />}
      />
      {chosen !== undefined && (
        <DecisionDialog
          key={nameOf(chosen)}
          specification={chosen}
          before={chosen.decision}
          onClose={() => change({ decide: undefined })}
        />
      )}
    </Page>
  )
}

const noneInState: { readonly [S in DecisionState]: string } = {
  undecided: 'Every addressable specification is decided in writing.',
  'review-due': 'No decision is past its review.',
  decided: 'Nothing is decided in writing yet.',
}

function NoDecision({ q, state }: Pick<DecisionsSearch, 'q' | 'state'>) {
  if (q !== undefined)
    return <Empty title="No specification matches">Choose all states, or search for another word.</Empty>
  if (state !== undefined) return <Empty title={noneInState[state]}>Choose all states to see the rest.</Empty>
  return (
    <Empty title="No framework in force has an addressable specification.">
      Be judged by the HIPAA Security Rule on its framework page to see its specifications here.
    </Empty>
  )
}

function StateFilter({
  state,
  onChange,
}: {
  readonly state: DecisionsSearch['state']
  readonly onChange: (state: DecisionsSearch['state']) => void
}) {
  return (
    <NativeSelect
      size="xs"
      aria-label="State"
      data={[
        { value: '', label: 'All states' },
        ...decisionStates.map((name) => ({ value: name, label: decisionStateFaces[name].word })),
      ]}
      value={state ?? ''}
      onChange={(event) => onChange(decisionStates.find((name) => name === event.currentTarget.value))}
    />
  )
}

/** How the address names a specification. */
function nameOf({ framework, requirement }: DecisionLine): string {
  return `${framework} ${requirement}`
}

function useChangeSearch() {
  const navigate = useNavigate({ from: '/o/$org/decisions' })
  return useCallback(
    (change: { readonly [K in keyof DecisionsSearch]?: DecisionsSearch[K] | undefined }) =>
      void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
    [navigate],
  )
}
