import { Button, Checkbox, Group, NativeSelect, Popover, Stack } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import type { CrosswalkSearch } from '../../app/list-search.ts'
import type { Answer } from '../../client/answers.ts'
import { PageSearch } from '../../widgets/page-search.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { controlAreas } from '../controls/areas.ts'

interface CrosswalkFiltersProps {
  readonly search: CrosswalkSearch
  readonly known: Answer<'listFrameworks'>['items']
  readonly chosen: readonly string[]
  readonly onChange: (change: { readonly [K in keyof CrosswalkSearch]?: CrosswalkSearch[K] | undefined }) => void
}

/** What narrows the crosswalk, and which frameworks stand side by side. All of it is kept in the address. */
export function CrosswalkFilters({ search, known, chosen, onChange }: CrosswalkFiltersProps) {
  const areas = controlAreas.map((area) => ({ value: area, label: wordsOf(area) }))
  return (
    <Group gap="xs" data-print="hidden">
      <PageSearch
        label="Search the crosswalk"
        value={search.q ?? ''}
        onChange={(q) => onChange({ q: q === '' ? undefined : q })}
      />
      <NativeSelect
        size="xs"
        aria-label="Area"
        data={[{ value: '', label: 'All areas' }, ...areas.toSorted((a, b) => a.label.localeCompare(b.label))]}
        value={search.area ?? ''}
        onChange={(event) =>
          onChange({ area: event.currentTarget.value === '' ? undefined : event.currentTarget.value })
        }
      />
      <NativeSelect
        size="xs"
        aria-label="Adoption"
        data={[
          { value: '', label: 'Adopted or not' },
          { value: 'yes', label: 'Adopted' },
          { value: 'no', label: 'Not adopted' },
        ]}
        value={search.adopted ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ adopted: value === 'yes' || value === 'no' ? value : undefined })
        }
      />
      <FrameworkChooser known={known} chosen={chosen} onChange={(frameworks) => onChange({ frameworks })} />
    </Group>
  )
}

interface FrameworkChooserProps {
  readonly known: Answer<'listFrameworks'>['items']
  readonly chosen: readonly string[]
  readonly onChange: (frameworks: string) => void
}

function FrameworkChooser({ known, chosen, onChange }: FrameworkChooserProps) {
  function toggle(id: string, isChosen: boolean): void {
    onChange((isChosen ? [...chosen, id] : chosen.filter((other) => other !== id)).join(','))
  }
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={15} aria-hidden />}>
          Frameworks
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Frameworks to compare">
        <Stack gap="xs">
          {known.map(({ id, shortTitle, status, enabled }) => (
            <Checkbox
              key={id}
              label={`${shortTitle}${status === 'proposed' ? ', proposed, not law' : ''}${enabled ? '' : ', not chosen by this organization'}`}
              checked={chosen.includes(id)}
              // The last one stays: without a framework there is nothing to compare.
              disabled={chosen.length === 1 && chosen.includes(id)}
              onChange={(event) => toggle(id, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
