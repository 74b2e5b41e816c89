import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { sessionQuery, useSession } from '../../client/session.ts'
import { Doorway } from '../../widgets/doorway.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { blankOrganization, missingPart, slugOf, type OrganizationDraft } from './organization-draft.ts'

const timeZones = Intl.supportedValuesOf('timeZone')

/** Creates an organization from one form; whoever fills it in becomes its administrator. */
export function CreatePage() {
  const { user } = useSession()
  const [draft, setDraft] = useState(() => blankOrganization(user?.name ?? '', user?.email ?? ''))
  const creation = useCreation()
  const missing = missingPart(draft)
  function set(change: Partial<OrganizationDraft>): void {
    setDraft({ ...draft, ...change })
  }
  return (
    <Doorway
      title="Create your organization"
      lead="You become its administrator. Everything recorded from here on is sealed in its own log."
      wide
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          creation.mutate(draft)
        }}
      >
        <Stack gap="md">
          <Group grow align="flex-start">
            <TextInput
              label="Name"
              required
              maxLength={120}
              value={draft.name}
              onChange={({ currentTarget: { value } }) =>
                set({ name: value, slug: draft.slug === slugOf(draft.name) ? slugOf(value) : draft.slug })
              }
              autoFocus
            />
            <TextInput
              label="Short name in addresses"
              description="Lower-case letters, digits and hyphens; it stays."
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              required
              maxLength={64}
              value={draft.slug}
              onChange={(event) => set({ slug: event.currentTarget.value })}
            />
          </Group>
          <Select
            label="Time zone"
            description="Decides on which day something happened."
            required
            searchable
            data={timeZones.includes(draft.timeZone) ? timeZones : [draft.timeZone, ...timeZones]}
            value={draft.timeZone}
            onChange={(timeZone) => set({ timeZone: timeZone ?? draft.timeZone })}
          />
          <Group grow align="flex-start">
            <TextInput
              label="Observation period from"
              type="date"
              required
              value={draft.from}
              onChange={(event) => set({ from: event.currentTarget.value })}
            />
            <TextInput
              label="to"
              type="date"
              required
              value={draft.to}
              onChange={(event) => set({ to: event.currentTarget.value })}
            />
          </Group>
          <FrameworkChoice chosen={draft.frameworks} onChange={(frameworks) => set({ frameworks })} />
          <Group grow align="flex-start">
            <TextInput
              label="Your name"
              required
              maxLength={120}
              value={draft.personName}
              onChange={(event) => set({ personName: event.currentTarget.value })}
            />
            <TextInput
              label="Your e-mail"
              type="email"
              required
              maxLength={254}
              value={draft.personEmail}
              onChange={(event) => set({ personEmail: event.currentTarget.value })}
            />
          </Group>
          {creation.error !== null && <Problem error={creation.error} />}
          <Group justify="space-between">
            <Link to="/">Back</Link>
            <Group gap="sm">
              <span className="soft" aria-live="polite">
                {missing}
              </span>
              <Button type="submit" size="sm" disabled={missing !== null} loading={creation.isPending}>
                Create the organization
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Doorway>
  )
}

interface FrameworkChoiceProps {
  readonly chosen: readonly string[]
  readonly onChange: (chosen: string[]) => void
}

/** The catalog is read through an organization one is already in; without one, the usual three are offered. */
function FrameworkChoice({ chosen, onChange }: FrameworkChoiceProps) {
  const { organizations } = useSession()
  const organization = organizations[0]?.slug
  const listed = useQuery({
    queryKey: [organization, 'listFrameworks', 'choice'],
    queryFn: async ({ signal }) => call('listFrameworks', { query: { limit: 100 } }, { organization, signal }),
    enabled: organization !== undefined,
  })
  const options =
    listed.data?.items.filter(({ status }) => status === 'in-force').map(({ id, title }) => ({ id, title })) ??
    usualFrameworks
  return (
    <Checkbox.Group label="Frameworks" required value={[...chosen]} onChange={onChange}>
      <Stack gap={6} mt={4}>
        {options.map(({ id, title }) => (
          <Checkbox key={id} value={id} label={title} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}

const usualFrameworks = [
  { id: 'tsc-2017', title: 'Trust Services Criteria' },
  { id: 'hipaa-security', title: 'HIPAA Security Rule' },
  { id: 'hitrust-csf', title: 'HITRUST CSF' },
] as const

function useCreation() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async ({ slug, name, timeZone, from, to, frameworks, personName, personEmail }: OrganizationDraft) =>
      call('createOrganization', {
        body: {
          slug,
          name,
          timeZone,
          observationPeriod: { from, to },
          frameworks: [...frameworks],
          person: { name: personName, email: personEmail },
        },
      }),
    onSuccess: async ({ slug }) => {
      await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })
      await navigate({ to: '/o/$org', params: { org: slug } })
    },
  })
}
