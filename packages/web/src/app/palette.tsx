import '@mantine/spotlight/styles.css'
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useAnswer } from '../client/answers.ts'
import { useMembership, useOrganization } from '../client/organization.ts'
import { nameOf } from '../pages/systems/system-body.ts'
import { formatRange } from '../time/format.ts'
import { organizationPages } from './pages-of-organization.ts'
import { useRequirementsByText } from './palette-requirements.ts'

const [store, spotlight] = createSpotlight()

/** Finds any page, requirement, control, policy, system or evidence item by a few letters. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [query, setQuery] = useState('')
  const actions = usePaletteActions(query)
  useEffect(() => {
    spotlight.open()
    return () => spotlight.close()
  }, [])
  return (
    <Spotlight
      store={store}
      shortcut={null}
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      nothingFound="Nothing found. Try part of a title, an identifier such as CC6.2, a system’s name or a file name."
      highlightQuery
      limit={30}
      scrollable
      maxHeight={420}
      clearQueryOnClose
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: 'Go to a page, requirement, control, system or evidence',
        'aria-label': 'Search everything',
      }}
    />
  )
}

function usePaletteActions(query: string): SpotlightActionGroupData[] {
  const org = useOrganization()
  const permissions = useMembership()?.permissions ?? []
  const navigate = useNavigate()
  const [text] = useDebouncedValue(query.trim(), 150)
  const mayRead = (permission: string) => ({ enabled: permissions.includes(permission) })
  const controls = useAnswer('listControls', { query: { limit: 200 } }, mayRead('matrix:read'))
  const systems = useAnswer('listDocuments', { query: { kind: 'system', limit: 500 } }, mayRead('program:read'))
  const policies = useAnswer('listPolicies', { query: { limit: 200 } }, mayRead('program:read'))
  const evidence = useAnswer(
    'listEvidence',
    { query: { limit: 10, ...(text === '' ? {} : { q: text }) } },
    mayRead('evidence:read'),
  )
  const requirements = useRequirementsByText(text, permissions.includes('matrix:read'))
  return [
    {
      group: 'Pages',
      actions: organizationPages
        .filter(({ permission }) => permissions.includes(permission))
        .map(({ to, label }) => ({ id: to, label, onClick: () => void navigate({ to, params: { org } }) })),
    },
    {
      group: 'Requirements',
      actions: requirements.map(({ framework, frameworkTitle, id, title }) => ({
        id: `requirement/${framework}/${id}`,
        label: `${id} ${title}`,
        description: frameworkTitle,
        // Matched already, and more leniently than the palette would.
        keywords: [text],
        onClick: () =>
          void navigate({
            to: '/o/$org/frameworks/$framework/requirements/$requirement',
            params: { org, framework, requirement: id },
          }),
      })),
    },
    {
      group: 'Controls',
      actions: (controls.data?.items ?? []).map(({ id, title, area }) => ({
        id: `control/${id}`,
        label: title,
        description: area,
        keywords: [id],
        onClick: () => void navigate({ to: '/o/$org/controls/$control', params: { org, control: id } }),
      })),
    },
    {
      group: 'Policies',
      actions: (policies.data?.items ?? []).map(({ id, title }) => ({
        id: `policy/${id}`,
        label: title,
        keywords: [id],
        onClick: () => void navigate({ to: '/o/$org/policies/$policy', params: { org, policy: id } }),
      })),
    },
    {
      group: 'Systems',
      actions: (systems.data?.items ?? []).map(({ id, body }) => ({
        id: `system/${id}`,
        label: nameOf(body) ?? id,
        keywords: [id],
        onClick: () => void navigate({ to: '/o/$org/systems/$system', params: { org, system: id } }),
      })),
    },
    {
      group: 'Evidence',
      actions: (evidence.data?.items ?? []).map(({ id, artifact, effective, source }) => ({
        id,
        label: artifact.name,
        description: `${source}, ${formatRange(effective)}`,
        // The server has already matched these with the text, by more than the palette can see.
        keywords: [id, text],
        onClick: () => void navigate({ to: '/o/$org/evidence/$evidence', params: { org, evidence: id } }),
      })),
    },
  ]
}
