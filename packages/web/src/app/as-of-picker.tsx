import { Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useToday } from '../client/organization.ts'
import { formatDate, isDate } from '../time/format.ts'
import { lastDayOfPreviousMonth } from '../time/calendar.ts'

/** Chooses the day every page speaks of. It is part of the address, so a link keeps it. */
export function AsOfPicker() {
  const [opened, setOpened] = useState(false)
  const asOf = useSearch({ strict: false, select: (search) => search.asOf })
  const choose = useChooseDay()
  function pick(date: string | undefined): void {
    setOpened(false)
    choose(date)
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={270} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={asOf === undefined ? 'default' : 'light'}
          leftSection={<IconCalendar size={15} aria-hidden />}
          onClick={() => setOpened(!opened)}
          aria-haspopup="dialog"
        >
          As of {asOf === undefined ? 'today' : formatDate(asOf)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <DayForm asOf={asOf} onPick={pick} />
      </Popover.Dropdown>
    </Popover>
  )
}

function DayForm({
  asOf,
  onPick,
}: {
  readonly asOf: string | undefined
  readonly onPick: (date: string | undefined) => void
}) {
  const today = useToday()
  const [date, setDate] = useState(asOf ?? today)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onPick(date)
      }}
    >
      <Stack gap="xs">
        <TextInput
          label="Day"
          type="date"
          required
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
          data-autofocus
        />
        <Text size="xs" className="soft">
          Every page answers as of the end of this day.
        </Text>
        <Group gap="xs">
          <Button type="submit" disabled={!isDate(date)}>
            Show this day
          </Button>
          <Button variant="default" onClick={() => onPick(undefined)}>
            Today
          </Button>
          <Button variant="default" onClick={() => onPick(lastDayOfPreviousMonth(today))}>
            End of last month
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Puts a day into the address, or takes it out. */
export function useChooseDay(): (date: string | undefined) => void {
  const navigate = useNavigate()
  return (date) => void navigate({ to: '.', search: (search) => ({ ...search, asOf: date }) })
}
