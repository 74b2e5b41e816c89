import { SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer } from '../../client/answers.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import type { StatusFace } from '../../status/row-status.ts'
import { Instant } from '../../time/day.tsx'
import { Answer } from '../../widgets/answer.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { counted } from '../../widgets/words.ts'
import classes from './policy.module.css'

const acknowledgedFace: StatusFace = {
  word: 'Acknowledged',
  meaning: 'said to have read the version in force',
  tone: 'good',
  icon: IconCircleCheck,
}
const outstandingFace: StatusFace = {
  word: 'Outstanding',
  meaning: 'has not acknowledged the version in force',
  tone: 'warn',
  icon: IconCircleDashed,
}

/** Who of the workforce has acknowledged the version in force, and who has not. */
export function AcknowledgmentList({ policy }: { readonly policy: string }) {
  const { asOf } = useAsOf()
  const { people: state } = useSearch({ from: '/o/$org/policies/$policy' })
  const navigate = useNavigate({ from: '/o/$org/policies/$policy' })
  const answer = useAnswer('listAcknowledgments', { params: { policy }, query: { asOf, state, limit: 500 } })
  return (
    <div className={classes['stack']}>
      <SegmentedControl
        size="xs"
        aria-label="Whose acknowledgments are shown"
        value={state ?? 'everybody'}
        data={[
          { value: 'everybody', label: 'Everybody' },
          { value: 'outstanding', label: 'Outstanding' },
          { value: 'acknowledged', label: 'Acknowledged' },
        ]}
        onChange={(next) =>
          void navigate({
            search: (old) => ({ ...old, people: next === 'everybody' ? undefined : next }),
            replace: true,
          })
        }
      />
      <Answer of={answer}>
        {({ items, total }) =>
          items.length === 0 ? (
            <Empty title="Nobody here.">
              {state === 'outstanding'
                ? 'Everybody of the workforce has acknowledged this version.'
                : 'Ask people to open this page and say that they have read it.'}
            </Empty>
          ) : (
            <>
              <SimpleTable
                label="Acknowledgments"
                head={['Person', 'State', 'When', 'Log entry']}
                rows={items.map(({ person, name, at, entry }) => ({
                  key: person,
                  cells: [
                    name,
                    <StatusLabel key="state" face={at === null ? outstandingFace : acknowledgedFace} />,
                    at === null ? '' : <Instant key="at" at={at} />,
                    entry ?? '',
                  ],
                }))}
              />
              {total > items.length && (
                <p className="soft">
                  The first {items.length} of {counted(total, 'person', 'people')}.
                </p>
              )}
            </>
          )
        }
      </Answer>
    </div>
  )
}
