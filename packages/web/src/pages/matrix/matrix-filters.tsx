import { Button, Checkbox, Collapse, Group, NativeSelect, Popover, Stack } from '@mantine/core'
import { IconColumns3, IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import { matrixGroups, type MatrixGroup, type MatrixSearch } from '../../app/list-search.ts'
import { useAnswer } from '../../client/answers.ts'
import { usePermission } from '../../client/organization.ts'
import { useNarrow } from '../../table/narrow.ts'
import { PageSearch } from '../../widgets/page-search.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { nameOf } from '../systems/system-body.ts'
import { controlAreas } from '../controls/areas.ts'
import { useFrameworkTitles } from './framework-titles.ts'
import { hiddenColumns, matrixColumnTitles, matrixLayout } from './matrix-columns.tsx'

type Change = { readonly [K in keyof MatrixSearch]?: MatrixSearch[K] | undefined }
interface MatrixFiltersProps {
  readonly search: MatrixSearch
  readonly people: { readonly [id: string]: string }
  readonly onChange: (change: Change) => void
}

/** What narrows, groups and shapes the matrix. All of it is kept in the address. */
export function MatrixFilters({ search, people, onChange }: MatrixFiltersProps) {
  const narrow = useNarrow()
  const [opened, setOpened] = useState(false)
  const selects = <Selects search={search} people={people} onChange={onChange} />
  return (
    <div data-print="hidden">
      <Group gap="xs" align="center">
        <PageSearch
          label="Search the matrix"
          value={search.q ?? ''}
          onChange={(q) => onChange({ q: q === '' ? undefined : q })}
        />
        {narrow ? (
          <Button
            variant="default"
            leftSection={<IconFilter size={15} aria-hidden />}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            Filters
          </Button>
        ) : (
          selects
        )}
      </Group>
      {narrow && (
        <Collapse expanded={opened}>
          <Group gap="xs" mt="xs">
            {selects}
          </Group>
        </Collapse>
      )}
    </div>
  )
}

function Selects({ search, people, onChange }: MatrixFiltersProps) {
  const frameworks = useFrameworkTitles()
  const systems = useAnswer(
    'listDocuments',
    { query: { kind: 'system', limit: 500 } },
    { enabled: usePermission('program:read') },
  )
  return (
    <>
      <Filter
        label="Area"
        any="All areas"
        value={search.area}
        options={controlAreas.map((area) => [area, wordsOf(area)])}
        onChange={(area) => onChange({ area })}
      />
      <Filter
        label="Owner"
        any="All owners"
        value={search.owner}
        options={Object.entries(people)}
        onChange={(owner) => onChange({ owner })}
      />
      <Filter
        label="System"
        any="All systems"
        value={search.system}
        options={(systems.data?.items ?? []).map(({ id, body }) => [id, nameOf(body) ?? id])}
        onChange={(system) => onChange({ system })}
      />
      <Filter
        label="Framework"
        any="All frameworks"
        value={search.framework}
        options={Object.entries(frameworks)}
        onChange={(framework) => onChange({ framework })}
      />
      <Filter
        label="Group by"
        any="No groups"
        value={search.group}
        options={matrixGroups.map((group) => [group, `By ${group}`])}
        onChange={(group) =>
          onChange({ group: matrixGroups.find((name): name is MatrixGroup => name === group), sort: undefined })
        }
      />
      <ColumnChooser hide={search.hide} onChange={(hide) => onChange({ hide })} />
    </>
  )
}

interface FilterProps {
  readonly label: string
  readonly any: string
  readonly value: string | undefined
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly onChange: (value: string | undefined) => void
}

function Filter({ label, any, value, options, onChange }: FilterProps) {
  const sorted = options
    .toSorted(([, a], [, b]) => a.localeCompare(b))
    .map(([id, name]) => ({ value: id, label: name }))
  // A filter from a link stays visible even where its list has not come or does not hold it.
  const unlisted = value !== undefined && !options.some(([id]) => id === value) ? [{ value, label: value }] : []
  return (
    <NativeSelect
      size="xs"
      w={122}
      aria-label={label}
      data={[{ value: '', label: any }, ...unlisted, ...sorted]}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  )
}

function ColumnChooser({
  hide,
  onChange,
}: {
  readonly hide: string | undefined
  readonly onChange: (hide: string | undefined) => void
}) {
  const hidden = hiddenColumns(hide)
  function toggle(column: string, visible: boolean): void {
    const next = visible ? hidden.filter((name) => name !== column) : [...hidden, column]
    onChange(next.length === 0 ? 'none' : next.join(','))
  }
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={15} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {Object.entries(matrixColumnTitles).map(([column, title]) => (
            <Checkbox
              key={column}
              label={title}
              disabled={matrixLayout[column]?.fixed === true}
              checked={!hidden.includes(column)}
              onChange={(event) => toggle(column, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
