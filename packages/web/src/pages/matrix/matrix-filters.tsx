import { Button, Checkbox, Collapse, Group, Popover, Stack } from '@mantine/core'
import { IconColumns3, IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import { matrixGroups, type MatrixGroup, type MatrixSearch } from '../../app/list-search.ts'
import { useAnswer } from '../../client/answers.ts'
import { usePermission } from '../../client/organization.ts'
import { useNarrow } from '../../table/narrow.ts'
import { byLabel, FilterSelect } from '../../widgets/filter-select.tsx'
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
      <FilterSelect
        label="Area"
        any="All areas"
        value={search.area}
        options={byLabel(controlAreas.map((area) => [area, wordsOf(area)]))}
        width={122}
        onChange={(area) => onChange({ area })}
      />
      <FilterSelect
        label="Owner"
        any="All owners"
        value={search.owner}
        options={byLabel(Object.entries(people))}
        width={122}
        onChange={(owner) => onChange({ owner })}
      />
      <FilterSelect
        label="System"
        any="All systems"
        value={search.system}
        options={byLabel((systems.data?.items ?? []).map(({ id, body }) => [id, nameOf(body) ?? id]))}
        width={122}
        onChange={(system) => onChange({ system })}
      />
      <FilterSelect
        label="Framework"
        any="All frameworks"
        value={search.framework}
        options={byLabel(Object.entries(frameworks))}
        width={122}
        onChange={(framework) => onChange({ framework })}
      />
      <FilterSelect
        label="Group by"
        any="No groups"
        value={search.group}
        options={byLabel(matrixGroups.map((group) => [group, `By ${group}`]))}
        width={122}
        onChange={(group) =>
          onChange({ group: matrixGroups.find((name): name is MatrixGroup => name === group), sort: undefined })
        }
      />
      <ColumnChooser hide={search.hide} onChange={(hide) => onChange({ hide })} />
    </>
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
