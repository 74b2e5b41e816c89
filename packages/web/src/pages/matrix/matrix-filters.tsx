import { Button, Checkbox, Popover, Stack } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { matrixGroups, type MatrixGroup, type MatrixSearch } from '../../app/list-search.ts'
import { FilterSelect } from '../../widgets/filter-select.tsx'
import { hiddenColumns, matrixColumnTitles, matrixLayout } from './matrix-columns.tsx'
import { RowFilters } from './row-filters.tsx'

type Change = { readonly [K in keyof MatrixSearch]?: MatrixSearch[K] | undefined }
interface MatrixFiltersProps {
  readonly search: MatrixSearch
  readonly people: { readonly [id: string]: string }
  readonly onChange: (change: Change) => void
}

/** What narrows, groups and shapes the matrix. All of it is kept in the address. */
export function MatrixFilters({ search, people, onChange }: MatrixFiltersProps) {
  return (
    <RowFilters searchLabel="Search the matrix" search={search} people={people} onChange={onChange}>
      <FilterSelect
        label="Group by"
        any="No groups"
        value={search.group}
        options={matrixGroups.map((group) => [group, `By ${group}`])}
        onChange={(group) =>
          onChange({ group: matrixGroups.find((name): name is MatrixGroup => name === group), sort: undefined })
        }
      />
      <ColumnChooser hide={search.hide} onChange={(hide) => onChange({ hide })} />
    </RowFilters>
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
