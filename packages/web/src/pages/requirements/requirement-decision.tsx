import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Answer } from '../../client/answers.ts'
import { usePermission } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { Day } from '../../time/day.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { decisionChoices, decisionStateFaces, stateOf } from '../decisions/decision-choice.ts'
import { DecisionDialog } from '../decisions/decision-dialog.tsx'
import { DecisionHistory } from '../decisions/decision-history.tsx'
import classes from './requirement.module.css'

const path = '/o/$org/frameworks/$framework/requirements/$requirement'

/** What was decided about an addressable specification, and the form to decide it. */
export function RequirementDecision({ answer }: { readonly answer: Answer<'readRequirement'> }) {
  const { requirement, decision, people, asOf } = answer
  const { decide } = useSearch({ from: path })
  const navigate = useNavigate({ from: path })
  const mayDecide = usePermission('program:write')
  const open = (opened: boolean) =>
    void navigate({
      search: (old) => ({ ...old, decide: opened ? 'yes' : undefined }),
      replace: true,
      resetScroll: false,
    })
  const nameOf = (person: string) => people[person] ?? person
  return (
    <Section title="Decision" aside={<StatusLabel face={decisionStateFaces[stateOf(decision, asOf)]} />}>
      {decision === null ? (
        <Empty title="Nothing is decided in writing.">
          Addressable means decide and document: until then this is a gap (45 CFR 164.306(d)(3)).
        </Empty>
      ) : (
        <Facts>
          <Fact name="Decision">{decisionChoices[decision.choice].word}</Fact>
          <Fact name="Rationale">{decision.rationale}</Fact>
          {decision.measure !== undefined && <Fact name="Measure in its place">{decision.measure}</Fact>}
          <Fact name="Decided">
            {nameOf(decision.decidedBy)}, <Day date={decision.decided} />
          </Fact>
          <Fact name="Approved by">{nameOf(decision.approvedBy)}</Fact>
          <Fact name="Review by">
            <Day date={decision.review} />
          </Fact>
        </Facts>
      )}
      {mayDecide && (
        <Button variant="default" mt="sm" data-print="hidden" onClick={() => open(true)}>
          {decision === null ? 'Decide' : 'Decide again'}
        </Button>
      )}
      {decision !== null && <History id={decision.id} people={people} />}
      {decide === 'yes' && mayDecide && (
        <DecisionDialog
          specification={{ framework: requirement.framework, requirement: requirement.id, title: requirement.title }}
          before={decision}
          onClose={() => open(false)}
        />
      )}
    </Section>
  )
}

function History({ id, people }: { readonly id: string; readonly people: { readonly [id: string]: string } }) {
  const [opened, setOpened] = useState(false)
  const mayRead = usePermission('program:read')
  if (!mayRead) return null
  return (
    <details className={classes['history']} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>History</summary>
      {opened && <DecisionHistory id={id} people={people} />}
    </details>
  )
}
