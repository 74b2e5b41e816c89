import type { FindingKind } from '@evidentia/core'
import { Group } from '@mantine/core'
import type { FindingsSearch } from '../../app/list-search.ts'
import { severityFaces } from '../../status/severity.ts'
import { byLabel, FilterSelect } from '../../widgets/filter-select.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { findingKindWords } from './finding-kinds.ts'

interface FindingFiltersProps {
  readonly search: FindingsSearch
  readonly people: { readonly [id: string]: string }
  readonly onChange: (change: { readonly [K in keyof FindingsSearch]?: FindingsSearch[K] | undefined }) => void
}

/** What narrows the list of findings. All of it is kept in the address. */
export function FindingFilters({ search, people, onChange }: FindingFiltersProps) {
  const kinds = Object.keys(findingKindWords) as readonly FindingKind[]
  return (
    <Group gap="xs" data-print="hidden">
      <PageSearch
        label="Search findings"
        value={search.q ?? ''}
        onChange={(q) => onChange({ q: q === '' ? undefined : q })}
      />
      <FilterSelect
        label="Severity"
        any="All severities"
        value={search.severity}
        options={Object.entries(severityFaces).map(([value, { word }]) => [value, word])}
        onChange={(severity) => onChange({ severity })}
      />
      <FilterSelect
        label="Kind"
        any="All kinds"
        value={search.kind}
        options={kinds.map((kind) => [kind, findingKindWords[kind]])}
        onChange={(kind) => onChange({ kind })}
      />
      <FilterSelect
        label="Owner"
        any="All owners"
        value={search.owner}
        options={byLabel(Object.entries(people))}
        onChange={(owner) => onChange({ owner })}
      />
    </Group>
  )
}
