import { useDebouncedCallback } from '@mantine/hooks'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { Empty } from '../../widgets/empty.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { CheckFields } from './check-fields.tsx'
import { type CheckDraft, emptyDraft } from './check-draft.ts'
import { JoinFields } from './join-fields.tsx'
import { ParameterFields } from './parameter-fields.tsx'
import { TrialPanel } from './trial-panel.tsx'
import { useFaults } from './trial.ts'
import classes from './checks.module.css'

export type RecordTypeView = Answer<'readRecordTypes'>['types'][number]

const title = 'Write a check'

/** The bench: a check is written, tried on records there are, and only then put into effect. */
export function BenchPage() {
  const types = useAnswer('readRecordTypes', {})
  const mayWrite = usePermission('program:write')
  if (!mayWrite)
    return (
      <Page title={title} above={<Above />}>
        <Empty title="Your role reads the program and does not change it.">Ask a compliance lead.</Empty>
      </Page>
    )
  return <PageAnswer of={types}>{({ types: known }) => <Bench types={known} />}</PageAnswer>
}

function Bench({ types }: { readonly types: readonly RecordTypeView[] }) {
  const { draft: given } = useSearch({ from: '/o/$org/checks/new' })
  const [draft, setDraft] = useState(given ?? emptyDraft)
  const keep = useKeepDraft()
  const faults = useFaults(draft)
  function change(part: Partial<CheckDraft>): void {
    const next = { ...draft, ...part }
    setDraft(next)
    keep(next)
  }
  const fields = { draft, types, faultOf: faults.of, onChange: change }
  return (
    <Page
      title={title}
      above={<Above />}
      lead="Say what must hold of every record, try it on records there are, and put it into effect when its verdicts are right. Until then nothing changes."
    >
      <div className={classes['bench']}>
        <div className={classes['column']}>
          <Section title="The check">
            <CheckFields {...fields} />
          </Section>
          <Section title="Parameters">
            <ParameterFields {...fields} />
          </Section>
          <Section title="Compared with other records">
            <JoinFields {...fields} />
          </Section>
        </div>
        <div className={classes['column']}>
          <TrialPanel draft={draft} types={types} faults={faults} onChange={change} />
        </div>
      </div>
    </Page>
  )
}

/** Keeps the draft in the address, once the typing pauses. */
function useKeepDraft(): (draft: CheckDraft) => void {
  const navigate = useNavigate({ from: '/o/$org/checks/new' })
  return useDebouncedCallback(
    (draft: CheckDraft) => void navigate({ search: (old) => ({ ...old, draft }), replace: true, resetScroll: false }),
    300,
  )
}

function Above() {
  const org = useOrganization()
  return (
    <Link to="/o/$org/checks" params={{ org }}>
      Checks
    </Link>
  )
}
