import { useParams } from '@tanstack/react-router'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { Empty } from '../../widgets/empty.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Section } from '../../widgets/page.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import { ControlLinks, TemplatePage } from './template-page.tsx'
import classes from './library.module.css'

type Workload = Answer<'readWorkloadTemplate'>
type End = Workload['flows'][number]['from']

/** One kind of workload: the systems it usually has, what flows between them, and what to ask before recording your own. */
export function WorkloadPage() {
  const { template } = useParams({ from: '/o/$org/library/workloads/$template' })
  const answer = useAnswer('readWorkloadTemplate', { params: { template } })
  return <PageAnswer of={answer}>{(workload) => <Loaded workload={workload} />}</PageAnswer>
}

function Loaded({ workload }: { readonly workload: Workload }) {
  const names = new Map(workload.systems.map(({ id, name }) => [id, name]))
  const nameOf = ({ system, vendor }: End) =>
    system === undefined ? `${vendor} (vendor)` : (names.get(system) ?? system)
  return (
    <TemplatePage kind="workload" template={workload} lead={workload.summary}>
      <Section title="Questions to answer first">
        {workload.questions.length === 0 ? (
          <Empty title="None." />
        ) : (
          <ol className={classes['plain']}>
            {workload.questions.map((question) => (
              <li key={question}>{question}</li>
            ))}
          </ol>
        )}
      </Section>
      <Section title="Systems" aside={<span className="soft">{counted(workload.systems.length, 'system')}</span>}>
        <SimpleTable
          label="Systems"
          head={['System', 'Kind', 'Holds', 'Criticality', 'What it is for', 'If it fails']}
          rows={workload.systems.map((system) => ({
            key: system.id,
            cells: [
              system.name,
              wordsOf(system.kind),
              system.sensitivity === 'phi' ? `PHI: ${(system.phi ?? []).join(', ')}` : wordsOf(system.sensitivity),
              wordsOf(system.criticality),
              system.businessFunction ?? '',
              [system.failureImpact?.clinical, system.failureImpact?.revenue].filter(Boolean).join(' '),
            ],
          }))}
        />
      </Section>
      <Section title="What flows" aside={<span className="soft">{counted(workload.flows.length, 'flow')}</span>}>
        <SimpleTable
          label="Flows"
          head={['From', 'To', 'Carries', 'How', 'Encrypted']}
          rows={workload.flows.map(({ id, from, to, carries, protocol, encrypted }) => ({
            key: id,
            cells: [nameOf(from), nameOf(to), wordsOf(carries), protocol, encrypted ? 'Yes' : 'No'],
          }))}
        />
      </Section>
      <Section title="What depends on what">
        <SimpleTable
          label="Dependencies"
          head={['From', 'Kind', 'To']}
          rows={workload.dependencies.map(({ id, from, to, type }) => ({
            key: id,
            cells: [nameOf(from), wordsOf(type), nameOf(to)],
          }))}
        />
      </Section>
      <Section title="Controls it usually needs">
        <ControlLinks controls={workload.controls} />
      </Section>
    </TemplatePage>
  )
}
