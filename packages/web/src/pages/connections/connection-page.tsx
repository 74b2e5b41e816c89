import { Button, Group } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { Instant } from '../../time/day.tsx'
import { formatCount } from '../../time/format.ts'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { RunHistory } from './run-history.tsx'
import { SecretsForm } from './secrets-form.tsx'
import { connectionFaces } from './state-faces.ts'
import classes from './connections.module.css'

type ConnectionView = Answer<'readConnection'>

const pollMs = 1500

/** One connection: how it stands, what to do, and every collection it ever made. */
export function ConnectionPage() {
  const { connection } = useParams({ from: '/o/$org/connections/$connection' })
  const answer = useAnswer('readConnection', { params: { connection } })
  const { refetch, data } = answer
  const goesOn = data?.going != null
  useEffect(() => {
    if (!goesOn) return undefined
    const timer = setInterval(() => void refetch(), pollMs)
    return () => clearInterval(timer)
  }, [goesOn, refetch])
  return <PageAnswer of={answer}>{(view) => <OneConnection view={view} />}</PageAnswer>
}

function OneConnection({ view }: { readonly view: ConnectionView }) {
  const org = useOrganization()
  const mayManage = usePermission('connections:manage')
  const { id, name, connectorName, source, schedule, owner, state, problem, next, last } = view
  return (
    <Page
      title={name}
      above={
        <Link to="/o/$org/connections" params={{ org }}>
          Connections
        </Link>
      }
      lead={`${connectorName}: ${source}`}
      actions={mayManage && <CollectButton view={view} />}
    >
      <Section title="How it stands">
        <Facts>
          <Fact name="State">
            <StatusLabel face={connectionFaces[state]} />
          </Fact>
          {problem !== null && (
            <>
              <Fact name="What is wrong">
                <span className={classes['problem']}>{problem.sentence}</span>
              </Fact>
              <Fact name="What to do">{problem.remedy}</Fact>
            </>
          )}
          <Fact name="Owner">{owner.name}</Fact>
          <Fact name="Collected">{wordsOf(schedule)}</Fact>
          <Fact name="Last">{last === null ? 'Never' : <Instant at={last.endedAt} />}</Fact>
          <Fact name="Next">{next === null ? 'When somebody asks' : <Instant at={next} />}</Fact>
        </Facts>
      </Section>
      {mayManage && <SecretsForm view={view} />}
      <RunHistory connection={id} latest={last?.run ?? null} />
    </Page>
  )
}

/** Collects now; while it goes on, how far it is and a way to stop it. */
function CollectButton({ view: { id, going, secretsMissing } }: { readonly view: ConnectionView }) {
  const start = useOrganizationChange(async (_: null, organization) =>
    call('collectNow', { params: { connection: id } }, { organization }),
  )
  const stop = useOrganizationChange(async (run: string, organization) =>
    call('cancelCollection', { params: { connection: id, run } }, { organization }),
  )
  const error = start.error ?? stop.error
  return (
    <Group gap="sm">
      {going === null ? (
        <Button disabled={secretsMissing.length > 0} loading={start.isPending} onClick={() => start.mutate(null)}>
          Collect now
        </Button>
      ) : (
        <>
          <span aria-live="polite">
            {going.state === 'waiting' || going.dataset === null
              ? 'Waiting to be collected'
              : `Collecting ${wordsOf(going.dataset).toLowerCase()}: ${formatCount(going.replies)} answers so far`}
          </span>
          <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(going.run)}>
            Stop
          </Button>
        </>
      )}
      {error !== null && <Problem error={error} />}
    </Group>
  )
}
