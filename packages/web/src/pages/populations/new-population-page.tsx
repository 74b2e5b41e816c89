import { Button, Group } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import type { PopulationDefinition } from '@evidentia/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization } from '../../client/organization.ts'
import { Empty } from '../../widgets/empty.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { ClauseFields } from './clause-fields.tsx'
import {
  beginDraft,
  composeDefinition,
  findProblems,
  type PopulationDraft,
  type RecordTypeView,
} from './population-draft.ts'
import { Preview } from './preview.tsx'
import { ReconciliationFields } from './reconciliation-fields.tsx'
import { SelectionFields } from './selection-fields.tsx'
import classes from './populations.module.css'

/** Defines a population: which records, for which days, asked how, held against what; and counts it as it is defined. */
export function NewPopulationPage() {
  const types = useAnswer('readRecordTypes', {})
  return <PageAnswer of={types}>{({ types: known }) => <Defining types={known} />}</PageAnswer>
}

const title = 'New population'

function Defining({ types }: { readonly types: readonly RecordTypeView[] }) {
  const { draft: given } = useSearch({ from: '/o/$org/populations/new' })
  const first = types.find(({ sources }) => sources.length > 0)
  const type = types.find((one) => one.type === given?.type) ?? first
  if (type === undefined)
    return (
      <Page title={title} above={<Above />}>
        <Empty title="No evidence holds records yet">Record an export that an importer reads, and come back.</Empty>
      </Page>
    )
  return <Form types={types} begun={given?.type === type.type ? given : beginDraft(type)} />
}

function Form({ types, begun }: { readonly types: readonly RecordTypeView[]; readonly begun: PopulationDraft }) {
  const [draft, setDraft] = useState(begun)
  const [asked, setAsked] = useState(false)
  const keep = useKeepDraft()
  const { freeze, submit } = useFreeze(draft, types, () => setAsked(true))
  const type = types.find((one) => one.type === draft.type) ?? types[0]
  if (type === undefined) return null
  const problems = asked ? findProblems(draft) : {}
  function change(part: Partial<PopulationDraft>): void {
    const next = { ...draft, ...part }
    setDraft(next)
    keep(next)
  }
  const fields = { draft, type, types, problems, onChange: change }
  return (
    <Page
      title={title}
      above={<Above />}
      lead="Freezing seals the records as they are now, with everything that is open about them. Nothing of it can be changed afterwards."
    >
      <form
        noValidate
        className={classes['defining']}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <div className={classes['fields']}>
          <Section title="Which records">
            <SelectionFields {...fields} />
          </Section>
          <Section title="Conditions">
            <ClauseFields {...fields} />
          </Section>
          <Section title="Held against">
            <ReconciliationFields {...fields} />
          </Section>
          {draft.supersedes !== '' && (
            <p className="soft">
              It takes the place of <code>{draft.supersedes}</code>, which stays as it is.
            </p>
          )}
          {freeze.error !== null && <Problem error={freeze.error} />}
          <Group gap="xs">
            <Button type="submit" loading={freeze.isPending}>
              Freeze it
            </Button>
          </Group>
        </div>
        <div className={classes['preview']}>
          <Preview draft={draft} type={type} />
        </div>
      </form>
    </Page>
  )
}

/** Freezes what is defined and goes where it can be seen: to the population, or to the list while it is frozen. */
function useFreeze(draft: PopulationDraft, types: readonly RecordTypeView[], onAsked: () => void) {
  const navigate = useNavigate()
  const org = useOrganization()
  const freeze = useOrganizationChange(async (definition: PopulationDefinition, organization) =>
    call(
      'freezePopulation',
      { body: { definition, ...(draft.supersedes === '' ? {} : { supersedes: draft.supersedes }) } },
      { organization },
    ),
  )
  function submit(): void {
    onAsked()
    const definition = composeDefinition(draft, types)
    if (definition === null) return
    freeze.mutate(definition, {
      onSuccess: ({ population }) =>
        void (population === null
          ? navigate({ to: '/o/$org/populations', params: { org } })
          : navigate({ to: '/o/$org/populations/$population', params: { org, population } })),
    })
  }
  return { freeze, submit }
}

/** Keeps the draft in the address, once the typing pauses. */
function useKeepDraft(): (draft: PopulationDraft) => void {
  const navigate = useNavigate({ from: '/o/$org/populations/new' })
  return useDebouncedCallback(
    (draft: PopulationDraft) => void navigate({ search: (old) => ({ ...old, draft }), replace: true }),
    300,
  )
}

function Above() {
  const org = useOrganization()
  return (
    <Link to="/o/$org/populations" params={{ org }}>
      Populations
    </Link>
  )
}
