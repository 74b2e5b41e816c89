import { Button, Group } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { useUpload } from '../../upload/upload-context.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { FindingActions } from './finding-actions.tsx'
import { FindingHistory } from './finding-history.tsx'
import { FindingStanding } from './finding-standing.tsx'
import classes from './findings.module.css'

export type FindingView = Answered<'readFinding'>

/** One finding: where it stands, what closes it, and everything that happened to it. */
export function FindingPage() {
  const { _splat: finding = '' } = useParams({ from: '/o/$org/findings/$' })
  const { asOf } = useAsOf()
  const view = useAnswer('readFinding', { params: { finding }, query: { asOf } })
  return <PageAnswer of={view}>{(data) => <Loaded view={data} />}</PageAnswer>
}

function Loaded({ view }: { readonly view: FindingView }) {
  const org = useOrganization()
  const { finding } = view
  return (
    <Page
      title={finding.title}
      above={
        <Link to="/o/$org/findings" params={{ org }}>
          Findings
        </Link>
      }
      lead={finding.reference}
    >
      <FindingStanding view={view} />
      <Section title="What is wrong">
        {finding.facts.length === 0 ? (
          <p>{finding.title}</p>
        ) : (
          <ul className={classes['facts']}>
            {finding.facts.map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
        )}
      </Section>
      <WhatCloses view={view} />
      <FindingActions view={view} />
      <FindingHistory view={view} />
    </Page>
  )
}

/** What closes it, and the way there: a file to upload, a decision or a policy to write. */
function WhatCloses({ view: { closes, asks, finding } }: { readonly view: FindingView }) {
  const org = useOrganization()
  const openUpload = useUpload()
  const canRecord = usePermission('evidence:write')
  return (
    <Section title="What closes it">
      <p>{closes}</p>
      <Group gap="xs" mt="sm" data-print="hidden">
        {asks !== null && canRecord && (
          <Button
            leftSection={<IconUpload size={15} aria-hidden />}
            onClick={() =>
              openUpload({
                targets: [
                  { key: finding.id, label: asks.label, proves: asks.proves, systemOfRecord: asks.systemOfRecord },
                ],
                ...(asks.interval === null ? {} : { effective: asks.interval }),
              })
            }
          >
            Upload the evidence
          </Button>
        )}
        {finding.kind === 'addressable-decision' && (
          <Link to="/o/$org/decisions" params={{ org }}>
            Decide it in writing
          </Link>
        )}
        {finding.kind === 'policy-review' && (
          <Link to="/o/$org/policies" params={{ org }}>
            Open the policies
          </Link>
        )}
        {finding.control !== null && (
          <Link
            to="/o/$org/controls/$control"
            params={{ org, control: finding.control }}
            search={{ row: rowOf(finding) }}
          >
            Open the control
          </Link>
        )}
      </Group>
    </Section>
  )
}

/** The start of the key of the row a finding is about; the control page opens the row that fits. */
function rowOf({ control, requirement, system, vendor }: FindingView['finding']): string | undefined {
  return requirement === null ? undefined : `${control}/${requirement}|${system ?? ''}|${vendor ?? ''}`
}
