import type { Control, Tailoring } from '@evidentia/core'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { scopeWords } from '../tailoring/scope-words.ts'
import { CompareLink, DepartureLabel } from './control-tailoring.tsx'
import classes from './control.module.css'

interface ControlLayersProps {
  readonly control: Control
  readonly tailoring: Tailoring | null
}

/** The three layers of a control: policy, implementation per kind of system, and the evidence of its operation. */
export function ControlLayers({ control, tailoring }: ControlLayersProps) {
  return (
    <>
      <div className={classes['layers']}>
        <Section title="Policy" aside={<DepartureLabel departs={tailoring?.policyClause !== undefined} />}>
          <p>{control.policy.clause}</p>
          {tailoring?.reason !== undefined && <p className="soft">Tailoring: {tailoring.reason}</p>}
          <p className="soft">
            Applies to: {scopeWords(control.scope)} <DepartureLabel departs={tailoring?.scope !== undefined} />
          </p>
          <CompareLink control={control.id} tailoring={tailoring} />
        </Section>
        <Section title="Implementation" aside={<DepartureLabel departs={tailoring?.implementation !== undefined} />}>
          <Facts>
            {control.implementation.map(({ for: kinds, text }) => (
              <Fact key={text} name={kinds === 'any' ? 'Any system' : kinds.map(wordsOf).join(', ')}>
                {text}
              </Fact>
            ))}
          </Facts>
        </Section>
        <Section title="Evidence of operation">
          <Facts>
            {control.evidence.map(({ id, title, artifact, cadence, graceDays, systemOfRecord, collection }) => (
              <Fact key={id} name={title}>
                {artifact} <DepartureLabel departs={tailoring?.evidence?.[id] !== undefined} />
                <div className="soft">
                  {wordsOf(cadence)}, {graceDays} days of grace, from {systemOfRecord}, by {collection}
                </div>
                {tailoring?.evidence?.[id]?.notApplicable !== undefined && (
                  <div className="soft">Not applicable here: {tailoring.evidence[id].notApplicable}</div>
                )}
              </Fact>
            ))}
          </Facts>
        </Section>
      </div>
      <Section title="What an auditor asks">
        <Facts>
          {control.auditorQuestions.map(({ question, answeredFrom }) => (
            <Fact key={question} name="Question">
              {question}
              <div className="soft">Answered from: {answeredFrom}</div>
            </Fact>
          ))}
          <Fact name="How it usually fails">{control.commonFailure}</Fact>
          {control.compensatingControls.length > 0 && (
            <Fact name="Compensating controls">{control.compensatingControls.join(' ')}</Fact>
          )}
        </Facts>
      </Section>
    </>
  )
}
