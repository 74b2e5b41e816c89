import { Button, Drawer, Stack } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useAnswer } from '../../client/answers.ts'
import type { Period } from '../../app/period.ts'
import { OccurrenceDetail } from '../controls/occurrence-detail.tsx'
import type { PeriodRow } from './interval-groups.ts'
import classes from './period.module.css'

interface IntervalDrawerProps {
  readonly row: PeriodRow
  readonly interval: string
  readonly period: Period
  readonly onStep: (interval: string) => void
  readonly onClose: () => void
}

/** One interval of the period beside the table, with the way to its neighbors. */
export function IntervalDrawer({ row, interval, period, onStep, onClose }: IntervalDrawerProps) {
  // Names of evidence and what is expected come from the control; what the interval showed is the period's own answer.
  const control = useAnswer('readControl', { params: { control: row.control }, query: { ...period } })
  const index = row.occurrences.findIndex((occurrence) => occurrence.interval.label === interval)
  const occurrence = row.occurrences[index]
  if (occurrence === undefined) return null
  const [earlier, later] = [row.occurrences[index - 1], row.occurrences[index + 1]]
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={`${row.requirementTitle}, ${row.subjectName}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="xs">
        <p className="soft">{row.controlTitle}</p>
        <OccurrenceDetail
          of={row}
          row={control.data?.rows.find(({ key }) => key === row.key) ?? null}
          occurrence={occurrence}
          evidence={control.data?.evidence ?? []}
        />
        <p className="soft">Operated in version {occurrence.controlVersion} of the control.</p>
        <div className={classes['steps']}>
          <Step label="Earlier interval" to={earlier?.interval.label} onStep={onStep} />
          <Step label="Later interval" to={later?.interval.label} onStep={onStep} />
        </div>
      </Stack>
    </Drawer>
  )
}

interface StepProps {
  readonly label: string
  readonly to: string | undefined
  readonly onStep: (interval: string) => void
}

function Step({ label, to, onStep }: StepProps) {
  const isEarlier = label.startsWith('Earlier')
  return (
    <Button
      variant="default"
      leftSection={isEarlier ? <IconChevronLeft size={15} aria-hidden /> : undefined}
      rightSection={isEarlier ? undefined : <IconChevronRight size={15} aria-hidden />}
      disabled={to === undefined}
      onClick={() => to !== undefined && onStep(to)}
    >
      {label}
    </Button>
  )
}
