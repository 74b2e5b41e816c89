import { Button, Collapse, Group } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import type { RowSearch } from '../../app/period-search.ts'
import { useAnswer } from '../../client/answers.ts'
import { usePermission } from '../../client/organization.ts'
import { useNarrow } from '../../table/narrow.ts'
import { byLabel, FilterSelect } from '../../widgets/filter-select.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { controlAreas } from '../controls/areas.ts'
import { nameOf } from '../systems/system-body.ts'
import { useFrameworkTitles } from './framework-titles.ts'

interface RowFiltersProps {
  /** What the search field is called; without it there is none. */
  readonly searchLabel?: string
  /** Whether one control can be chosen. */
  readonly byControl?: boolean
  readonly search: RowSearch
  readonly people: { readonly [id: string]: string }
  readonly onChange: (change: { readonly [K in keyof RowSearch]?: RowSearch[K] | undefined }) => void
  /** Whatever else shapes the page; it folds away with the rest on a narrow screen. */
  readonly children?: ReactNode
}

/** What narrows rows of the matrix, wherever they are shown. All of it is kept in the address. */
export function RowFilters({ searchLabel, ...rest }: RowFiltersProps) {
  const { search, onChange, children } = rest
  const narrow = useNarrow()
  const [opened, setOpened] = useState(false)
  const selects = (
    <>
      <Selects {...rest} />
      {children}
    </>
  )
  return (
    <div data-print="hidden">
      <Group gap="xs" align="center">
        {searchLabel !== undefined && (
          <PageSearch
            label={searchLabel}
            value={search.q ?? ''}
            onChange={(q) => onChange({ q: q === '' ? undefined : q })}
          />
        )}
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

function Selects({ search, people, byControl = false, onChange }: Omit<RowFiltersProps, 'searchLabel'>) {
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
        onChange={(area) => onChange({ area })}
      />
      {byControl && <ControlFilter value={search.control} onChange={(control) => onChange({ control })} />}
      <FilterSelect
        label="Owner"
        any="All owners"
        value={search.owner}
        options={byLabel(Object.entries(people))}
        onChange={(owner) => onChange({ owner })}
      />
      <FilterSelect
        label="System"
        any="All systems"
        value={search.system}
        options={byLabel((systems.data?.items ?? []).map(({ id, body }) => [id, nameOf(body) ?? id]))}
        onChange={(system) => onChange({ system })}
      />
      <FilterSelect
        label="Framework"
        any="All frameworks"
        value={search.framework}
        options={byLabel(Object.entries(frameworks))}
        onChange={(framework) => onChange({ framework })}
      />
    </>
  )
}

interface ControlFilterProps {
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

function ControlFilter({ value, onChange }: ControlFilterProps) {
  const controls = useAnswer('listControls', { query: { limit: 500 } })
  const adopted = (controls.data?.items ?? []).filter((control) => control.adopted)
  return (
    <FilterSelect
      label="Control"
      any="All controls"
      value={value}
      options={byLabel(adopted.map(({ id, title }) => [id, title]))}
      onChange={onChange}
    />
  )
}
