import { Link, useParams } from '@tanstack/react-router'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import { DesignationLabel, ProposedNotice } from '../frameworks/requirement-labels.tsx'
import { FindingList } from '../overview/finding-list.tsx'
import { RequirementControls } from './requirement-controls.tsx'
import { RequirementDecision } from './requirement-decision.tsx'
import { RequirementLink } from './requirement-link.tsx'
import { RequirementRelated } from './requirement-related.tsx'
import { RequirementStatements } from './requirement-statements.tsx'
import { RequirementSystems } from './requirement-systems.tsx'
import classes from './requirement.module.css'

/** One criterion, standard or specification: who serves it and why, where that stands, and what was decided about it. */
export function RequirementPage() {
  const { framework, requirement } = useParams({ from: '/o/$org/frameworks/$framework/requirements/$requirement' })
  const answer = useAnswer('readRequirement', { params: { framework, requirement }, query: useAsOf() })
  return <PageAnswer of={answer}>{(data) => <Loaded answer={data} />}</PageAnswer>
}

function Loaded({ answer }: { readonly answer: Answered<'readRequirement'> }) {
  const { requirement, controls, children, related, findings } = answer
  return (
    <Page
      title={`${requirement.id} ${requirement.title}`}
      above={<Place answer={answer} />}
      lead={<Lead requirement={requirement} />}
    >
      {requirement.proposed && <ProposedNotice />}
      {requirement.designation === 'addressable' && <RequirementDecision answer={answer} />}
      <Section
        title="Controls that serve it"
        aside={<span className="soft">{`${counted(controls.length, 'control')}, ${adoptedOf(controls)} adopted`}</span>}
      >
        {controls.length === 0 ? (
          <Empty title="No control of the library serves it.">
            {requirement.notReached ?? 'The catalog gives no reason. Add a link to a control in the catalog.'}
          </Empty>
        ) : (
          <RequirementControls controls={controls} people={answer.people} />
        )}
      </Section>
      <Section title="Gaps" aside={<span className="soft">{counted(findings.length, 'gap')}</span>}>
        {findings.length === 0 ? (
          <NoGap controls={controls} evidenceTotal={answer.evidenceTotal} />
        ) : (
          <FindingList findings={findings} asOf={answer.asOf} people={answer.people} />
        )}
      </Section>
      <RequirementSystems answer={answer} adopted={adoptedOf(controls)} />
      {children.length > 0 && (
        <Section title="Requirements below it">
          <ul className={classes['lines']}>
            {children.map(({ framework, id, title, designation }) => (
              <li key={id}>
                <RequirementLink framework={framework} id={id} /> {title} <DesignationLabel designation={designation} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {related.length > 0 && <RequirementRelated related={related} />}
      <RequirementStatements statements={answer.statements} />
    </Page>
  )
}

function Place({ answer: { requirement, parent } }: { readonly answer: Answered<'readRequirement'> }) {
  const org = useOrganization()
  return (
    <>
      <Link to="/o/$org/frameworks" params={{ org }}>
        Frameworks
      </Link>
      {', '}
      <Link to="/o/$org/frameworks/$framework" params={{ org, framework: requirement.framework }}>
        {requirement.frameworkTitle}
      </Link>
      {parent !== null && (
        <>
          {', '}
          <RequirementLink framework={parent.framework} id={parent.id} title={parent.title} />
        </>
      )}
    </>
  )
}

function Lead({ requirement }: { readonly requirement: Answered<'readRequirement'>['requirement'] }) {
  const { designation, kind, group, edition, note, confidence } = requirement
  return (
    <>
      <DesignationLabel designation={designation} /> {wordsOf(kind)}
      {group !== null && `, ${group}`}. Edition: {edition}.{note !== null && <p>{note}</p>}
      {confidence !== null && <p>Confidence in this entry: {confidence}</p>}
    </>
  )
}

/** No gap is not proof: without an adopted control, or without evidence, nothing was looked at. */
function NoGap({
  controls,
  evidenceTotal,
}: {
  readonly controls: Answered<'readRequirement'>['controls']
  readonly evidenceTotal: number
}) {
  if (adoptedOf(controls) === 0) {
    return (
      <Empty title="Nothing was looked for.">
        No control that serves it is adopted. Adopt one of those above to have its evidence asked for.
      </Empty>
    )
  }
  if (evidenceTotal === 0)
    return <Empty title="No gap, and no evidence either.">Nothing is owed on this day yet.</Empty>
  return <p>No gap on this day.</p>
}

function adoptedOf(controls: Answered<'readRequirement'>['controls']): number {
  return controls.filter(({ adopted }) => adopted).length
}
