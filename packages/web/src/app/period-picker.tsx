import { Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core'
import { IconCalendarStats } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useToday } from '../client/organization.ts'
import { quarterOf, yearOf } from '../time/calendar.ts'
import { formatRange, isDate } from '../time/format.ts'
import type { Period } from './period.ts'

/** Chooses the period occurrences are asked for; without one it is the organization's observation period. */
export function PeriodPicker() {
  const [opened, setOpened] = useState(false)
  const period = useSearch({
    strict: false,
    select: ({ from, to }) => (from !== undefined && to !== undefined ? { from, to } : null),
    structuralSharing: true,
  })
  const navigate = useNavigate()
  function pick(next: Period | null): void {
    setOpened(false)
    void navigate({ to: '.', search: (search) => ({ ...search, from: next?.from, to: next?.to }) })
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={300} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={period === null ? 'default' : 'light'}
          leftSection={<IconCalendarStats size={15} aria-hidden />}
          onClick={() => setOpened(!opened)}
          aria-haspopup="dialog"
          visibleFrom="xs"
        >
          {period === null ? 'Observation period' : formatRange(period)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <PeriodForm period={period} onPick={pick} />
      </Popover.Dropdown>
    </Popover>
  )
}

function PeriodForm({
  period,
  onPick,
}: {
  readonly period: Period | null
  readonly onPick: (period: Period | null) => void
}) {
  const today = useToday()
  const [from, setFrom] = useState(period?.from ?? yearOf(today).from)
  const [to, setTo] = useState(period?.to ?? yearOf(today).to)
  const isOrdered = isDate(from) && isDate(to) && from <= to
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onPick({ from, to })
      }}
    >
      <Stack gap="xs">
        <Group grow gap="xs">
          <TextInput
            label="First day"
            type="date"
            required
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label="Last day"
            type="date"
            required
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            error={isOrdered ? undefined : 'Ends before it starts'}
          />
        </Group>
        <Text size="xs" className="soft">
          Without a period, the organization’s observation period is used.
        </Text>
        <Group gap="xs">
          <Button type="submit" disabled={!isOrdered}>
            Show this period
          </Button>
          <Button variant="default" onClick={() => onPick(quarterOf(today))}>
            This quarter
          </Button>
          <Button variant="default" onClick={() => onPick(null)}>
            Observation period
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
