import { Button } from '@mantine/core'
import type { Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout, type Columns } from '../../table/table-model.ts'
import { Day } from '../../time/day.tsx'
import { counted } from '../../widgets/words.ts'
import { decisionChoices, decisionStateFaces } from './decision-choice.ts'
import classes from './decisions.module.css'

export type DecisionLine = Answer<'listDecisions'>['items'][number]

const column = columnsFor<DecisionLine>()

/** Width of every column of the list of decisions. */
export const decisionLayout: { readonly [column: string]: ColumnLayout } = {
  status: { track: '136px' },
  name: { track: 'minmax(220px, 2fr)', fixed: true },
  decision: { track: 'minmax(130px, 1fr)' },
  people: { track: 'minmax(130px, 1fr)' },
  review: { track: '100px' },
  controls: { track: '96px' },
  decide: { track: '118px' },
}

/** The columns of the list of decisions; `onDecide` is null for a reader. */
export function decisionColumns(
  people: { readonly [id: string]: string },
  onDecide: ((line: DecisionLine) => void) | null,
): Columns<DecisionLine> {
  const nameOf = (person: string) => people[person] ?? person
  return column.columns([
    column.display({
      id: 'status',
      header: 'State',
      cell: ({ row }) => <StatusLabel face={decisionStateFaces[row.original.state]} />,
    }),
    column.display({ id: 'name', header: 'Specification', cell: ({ row }) => <Name line={row.original} /> }),
    column.display({
      id: 'decision',
      header: 'Decision',
      cell: ({ row: { original } }) =>
        original.decision === null ? 'None' : decisionChoices[original.decision.choice].word,
    }),
    column.display({
      id: 'people',
      header: 'Decided by',
      cell: ({ row: { original } }) =>
        original.decision === null ? (
          'Nobody'
        ) : (
          <>
            {nameOf(original.decision.decidedBy)}
            <div className="soft">approved by {nameOf(original.decision.approvedBy)}</div>
          </>
        ),
    }),
    column.display({
      id: 'review',
      header: 'Review by',
      cell: ({ row: { original } }) => (original.decision === null ? '' : <Day date={original.decision.review} />),
    }),
    column.display({
      id: 'controls',
      header: 'Adopted',
      cell: ({ row }) => counted(row.original.controls.length, 'control'),
    }),
    column.display({
      id: 'decide',
      header: 'Decide',
      cell: ({ row }) => (onDecide === null ? '' : <Decide line={row.original} onDecide={onDecide} />),
    }),
  ])
}

function Name({ line }: { readonly line: DecisionLine }) {
  const org = useOrganization()
  return (
    <RowLink
      to="/o/$org/frameworks/$framework/requirements/$requirement"
      params={{ org, framework: line.framework, requirement: line.requirement }}
      title={line.frameworkTitle}
    >
      {line.requirement} {line.title}
    </RowLink>
  )
}

function Decide({ line, onDecide }: { readonly line: DecisionLine; readonly onDecide: (line: DecisionLine) => void }) {
  return (
    <Button
      variant="default"
      size="xs"
      className={classes['decide'] ?? ''}
      aria-label={`${line.decision === null ? 'Decide' : 'Decide again'}: ${line.requirement}`}
      onClick={() => onDecide(line)}
    >
      {line.decision === null ? 'Decide' : 'Decide again'}
    </Button>
  )
}
