import type { Tailoring } from '@evidentia/core'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization, usePermission, useToday } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { counted } from '../../widgets/words.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { nameField, upgradeKindFaces, upgradeKindOrder } from './upgrade-kinds.ts'
import classes from './tailoring.module.css'

type Upgrade = Answer<'previewUpgrade'>

/** What a newer version of the library would change: the version operated, our own words, and theirs. */
export function UpgradePage() {
  const { control } = useParams({ from: '/o/$org/controls/$control/upgrade' })
  const { version } = useSearch({ from: '/o/$org/controls/$control/upgrade' })
  const current = useAnswer('readControl', { params: { control }, query: {} })
  const upgrade = useAnswer('previewUpgrade', { params: { control }, query: { version } })
  return (
    <PageAnswer of={current}>
      {(answer) => (
        <PageAnswer of={upgrade}>
          {(data) => <Loaded title={answer.control.title} tailoring={answer.tailoring} upgrade={data} />}
        </PageAnswer>
      )}
    </PageAnswer>
  )
}

interface LoadedProps {
  readonly title: string
  readonly tailoring: Tailoring | null
  readonly upgrade: Upgrade
}

function Loaded({ title, tailoring, upgrade }: LoadedProps) {
  const org = useOrganization()
  const navigate = useNavigate({ from: '/o/$org/controls/$control/upgrade' })
  const { control, operated, to, versions, changes } = upgrade
  const mayWrite = usePermission('program:write')
  return (
    <Page
      title={operated === to ? `Departures: ${title}` : `Upgrade: ${title}`}
      above={
        <Link to="/o/$org/controls/$control" params={{ org, control }}>
          {title}
        </Link>
      }
      lead={
        operated === to
          ? `You operate version ${operated}. The table shows where you depart from it.`
          : `You operate version ${operated}. Nothing changes until you say so; past days keep the version they were judged by.`
      }
      actions={
        <NativeSelect
          size="xs"
          aria-label="Compare with"
          value={String(to)}
          data={versions.map((version) => ({
            value: String(version),
            label: `Library version ${version}${version === operated ? ', operated' : ''}`,
          }))}
          onChange={(event) => {
            const version = Number(event.currentTarget.value)
            void navigate({ search: (old) => ({ ...old, version }), replace: true })
          }}
        />
      }
    >
      <Section
        title={operated === to ? 'Where you depart' : `What differs in version ${to}`}
        aside={<span className="soft">{countKinds(changes)}</span>}
      >
        {changes.length === 0 ? (
          <Empty title="Nothing differs.">
            {operated === to
              ? 'You operate this version as the library has it.'
              : 'The upgrade changes only the number.'}
          </Empty>
        ) : (
          <div className={classes['changes']}>
            <ChangeTable upgrade={upgrade} />
          </div>
        )}
      </Section>
      {mayWrite && tailoring !== null && to !== operated && (
        <Section title={to > operated ? 'Upgrade' : 'Go back'}>
          <UpgradeForm tailoring={tailoring} to={to} />
        </Section>
      )}
    </Page>
  )
}

function ChangeTable({ upgrade: { operated, to, changes } }: { readonly upgrade: Upgrade }) {
  const isOther = operated !== to
  const rows = changes.toSorted((a, b) => upgradeKindOrder.indexOf(a.kind) - upgradeKindOrder.indexOf(b.kind))
  return (
    <SimpleTable
      label="Three-way difference"
      head={['Field', 'Who changed it', `Version ${operated}`, 'Ours', ...(isOther ? [`Version ${to}`] : [])]}
      rows={rows.map(({ field, base, ours, theirs, kind }) => ({
        key: field,
        cells: [
          nameField(field),
          <div key="kind">
            <StatusLabel face={upgradeKindFaces[kind]} />
            <div className="soft">{upgradeKindFaces[kind].meaning}</div>
          </div>,
          base ?? 'Not there',
          ours === base ? 'As the library' : (ours ?? 'Not there'),
          ...(isOther ? [theirs === base ? 'Unchanged' : (theirs ?? 'Not there')] : []),
        ],
      }))}
    />
  )
}

function UpgradeForm({ tailoring, to }: { readonly tailoring: Tailoring; readonly to: number }) {
  const org = useOrganization()
  const navigate = useNavigate()
  const [effective, setEffective] = useState(useToday())
  const record = useOrganizationChange(async (_: null, organization) =>
    call(
      'recordDocument',
      { params: { kind: 'control', id: tailoring.id }, body: { effective, body: { ...tailoring, version: to } } },
      { organization },
    ),
  )
  return (
    <form
      className={classes['fields']}
      onSubmit={(event) => {
        event.preventDefault()
        record.mutate(null, {
          onSuccess: () => void navigate({ to: '/o/$org/controls/$control', params: { org, control: tailoring.id } }),
        })
      }}
    >
      <p className="soft">Your own words stay where you departed. Adjust the control afterwards where both changed.</p>
      <div className={classes['inline']}>
        <TextInput
          label="Operate it from"
          type="date"
          required
          value={effective}
          onChange={(event) => setEffective(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" loading={record.isPending}>
          Operate version {to}
        </Button>
      </div>
      {record.error !== null && <Problem error={record.error} />}
    </form>
  )
}

function countKinds(changes: Upgrade['changes']): string {
  const counts = upgradeKindOrder.map(
    (kind) => [kind, changes.filter((change) => change.kind === kind).length] as const,
  )
  const words = counts
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${upgradeKindFaces[kind].word.toLowerCase()}: ${count}`)
  return [counted(changes.length, 'field'), ...words].join(', ')
}
