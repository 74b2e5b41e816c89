import { Button, Group, Radio } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { Instant } from '../../time/day.tsx'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { ActDialog } from './act-dialog.tsx'
import { outcomeWords, standingWords } from './incident-words.ts'
import type { RoomProps } from './incident-page.tsx'
import classes from './incidents.module.css'

type Assessment = RoomProps['view']['incident']['assessments'][number]
const outcomes = ['breach', 'low-probability'] as const

/** Whether a breach has to be notified, party by party: presumed until two people decided. */
export function BreachSection({ view, mayRecord, isNow }: RoomProps) {
  const org = useOrganization()
  const { incident } = view
  const parties = incident.facts.flatMap(({ versions }) => {
    const fact = versions.at(-1)?.fact
    return fact?.kind === 'party' && !fact.withdrawn ? [fact.party] : []
  })
  const params = { org, incident: incident.id }
  return (
    <Section title="Breach assessment">
      <p>
        An impermissible use or disclosure is presumed to be a breach until two people have decided otherwise.{' '}
        <span className="soft">45 CFR 164.402</span>
      </p>
      {parties.length === 0 && (
        <Empty title="No party is recorded yet.">Record under Facts whose breach it would be.</Empty>
      )}
      {parties.map((party) => {
        const assessment = incident.assessments.find((one) => one.party === party)
        return (
          <section key={party} aria-label={`Breach assessment of ${party}`} className={classes['party']}>
            <h3>{party}</h3>
            {assessment === undefined ? (
              <p>{standingWords.presumed}. Nobody has assessed it yet.</p>
            ) : (
              <Standing assessment={assessment} view={view} />
            )}
            <Group gap="xs" data-print="hidden">
              {mayRecord && (
                <ButtonLink
                  to="/o/$org/incidents/$incident/assessments/$party"
                  params={{ ...params, party }}
                  variant="default"
                >
                  {assessment === undefined ? `Assess ${party}` : `Assess ${party} anew`}
                </ButtonLink>
              )}
              {isNow && assessment !== undefined && <DecideButtons assessment={assessment} view={view} />}
            </Group>
          </section>
        )
      })}
      <p className="soft">
        Evidence of an assessment is recorded as any other:{' '}
        <Link to="/o/$org/evidence" params={{ org }}>
          Evidence
        </Link>
        .
      </p>
    </Section>
  )
}

interface StandingProps {
  readonly assessment: Assessment
  readonly view: RoomProps['view']
}

function Standing({ assessment, view: { people } }: StandingProps) {
  const { standing, citation, missing, version, decided, seconded, reason, by, recordedAt } = assessment
  return (
    <Facts>
      <Fact name="Stands as">
        <strong>{standingWords[standing]}</strong> <span className="soft">{citation}</span>
      </Fact>
      <Fact name="Assessment">
        Version {version} by {by}, <Instant at={recordedAt} />
        {reason !== null && `: ${reason}`}
      </Fact>
      <Fact name="Decided">
        {decided === null ? (
          'Not yet'
        ) : (
          <>
            {outcomeWords[decided.outcome]}: {people[decided.person] ?? decided.person},{' '}
            <Instant at={decided.recordedAt} />
          </>
        )}
      </Fact>
      <Fact name="Confirmed">
        {seconded === null ? (
          'Not yet'
        ) : (
          <>
            {people[seconded.person] ?? seconded.person}, <Instant at={seconded.recordedAt} />
          </>
        )}
      </Fact>
      {missing.length > 0 && <Fact name="Missing">{missing.join(', ')}</Fact>}
    </Facts>
  )
}

function DecideButtons({ assessment, view: { incident, you } }: StandingProps) {
  const mayDecide = usePermission('incidents:decide')
  const [asks, setAsks] = useState<'decide' | 'second' | null>(null)
  const { decided, seconded } = assessment
  if (!mayDecide || seconded !== null) return null
  if (you === null) return <p>The program names nobody under your e-mail address, so you cannot decide or confirm.</p>
  return (
    <>
      {decided !== null && decided.person !== you && (
        <Button onClick={() => setAsks('second')}>Confirm the decision</Button>
      )}
      {decided !== null && decided.person === you && <p>Somebody else has to confirm your decision.</p>}
      <Button variant="default" onClick={() => setAsks('decide')}>
        {decided === null ? 'Decide' : 'Decide anew'}
      </Button>
      {asks !== null && (
        <DecideDialog kind={asks} incident={incident.id} assessment={assessment} onClose={() => setAsks(null)} />
      )}
    </>
  )
}

interface DecideDialogProps {
  readonly kind: 'decide' | 'second'
  readonly incident: string
  readonly assessment: Assessment
  readonly onClose: () => void
}

function DecideDialog({ kind, incident, assessment: { party, version, decided }, onClose }: DecideDialogProps) {
  const isSecond = kind === 'second'
  const [outcome, setOutcome] = useState<(typeof outcomes)[number] | null>(isSecond ? (decided?.outcome ?? null) : null)
  const change = useOrganizationChange(async (chosen: (typeof outcomes)[number], organization) =>
    call(
      isSecond ? 'secondBreach' : 'decideBreach',
      { params: { incident }, body: { party, version, outcome: chosen } },
      { organization },
    ),
  )
  return (
    <ActDialog
      title={isSecond ? `Confirm the decision about ${party}` : `Decide about ${party}`}
      action={isSecond ? 'Confirm' : 'Decide'}
      isFilled={outcome !== null}
      change={change}
      onSubmit={() => {
        if (outcome !== null) change.mutate(outcome, { onSuccess: onClose })
      }}
      onClose={onClose}
    >
      <p>
        Your name is sealed with it.{' '}
        {isSecond
          ? `With your word it counts: ${decided === null ? '' : outcomeWords[decided.outcome]}.`
          : 'It counts once somebody else has confirmed it. Counsel decides what the law asks.'}
      </p>
      {!isSecond && (
        <Radio.Group
          label="What the assessment comes to"
          required
          value={outcome}
          onChange={(value) => setOutcome(outcomes.find((name) => name === value) ?? null)}
        >
          {outcomes.map((name) => (
            <Radio key={name} value={name} label={outcomeWords[name]} mt={6} />
          ))}
        </Radio.Group>
      )}
    </ActDialog>
  )
}
