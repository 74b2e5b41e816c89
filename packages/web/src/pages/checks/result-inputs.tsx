import { Link } from '@tanstack/react-router'
import { useOrganization } from '../../client/organization.ts'
import { formatCount } from '../../time/format.ts'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import type { ResultView } from './check-result-page.tsx'
import classes from './checks.module.css'

const roles = {
  population: 'Judged',
  newest: 'Joined: the newest there was',
  history: 'The row’s earlier evidence',
} as const

/** What the check was given, by digest: with these, whoever has the package runs it again and gets the same bytes. */
export function ResultInputs({ result }: { readonly result: ResultView }) {
  const { id, given, populations, joined, question, itemsSha256, programSize, timeZone } = result
  return (
    <Section title="What it was given">
      {given === null && <p>The key of its items was destroyed, so the digests of its records cannot be read.</p>}
      {given !== null && given.length === 0 && (
        <p>The program as the first {counted(programSize, 'entry', 'entries')} of the log have it, and no records.</p>
      )}
      {given !== null && given.length > 0 && (
        <SimpleTable
          label="Records it was given"
          head={['Records', 'As', 'Evidence', 'SHA-256 of the records']}
          rows={given.map(({ role, type, evidence, records }) => ({
            key: `${role} ${type} ${evidence}`,
            cells: [
              wordsOf(type),
              roles[role],
              <EvidenceLink key="evidence" evidence={evidence} />,
              records === null ? 'It holds none that can be read' : <code key="records">{records}</code>,
            ],
          }))}
        />
      )}
      <ul className={classes['points']}>
        {[...populations, ...joined].map((one) => (
          <li key={`${one.type} ${one.evidence}`}>{wholenessOf(one)}</li>
        ))}
      </ul>
      <Facts>
        <Fact name="SHA-256 of the question">
          <code>{question}</code>
        </Fact>
        <Fact name="SHA-256 of the items">
          <code>{itemsSha256}</code>
        </Fact>
        <Fact name="Program as of">the first {counted(programSize, 'entry', 'entries')} of the log</Fact>
        <Fact name="Days are those of">{timeZone}</Fact>
        <Fact name="Run it again">
          <code>evidentia rerun {id} --package package.zip</code>
        </Fact>
      </Facts>
    </Section>
  )
}

function EvidenceLink({ evidence }: { readonly evidence: string }) {
  const org = useOrganization()
  return (
    <Link to="/o/$org/evidence/$evidence" params={{ org, evidence }}>
      <code>{evidence}</code>
    </Link>
  )
}

/** How whole a population was, as the check heard it. */
function wholenessOf({ type, count, skipped, previous, acceptance }: ResultView['populations'][number]): string {
  return [
    `${counted(count, `record of type ${type}`, `records of type ${type}`)}.`,
    skipped > 0 ? `${counted(skipped, 'row')} could not be read.` : '',
    previous === null ? 'None came before it.' : `The evidence before it had ${formatCount(previous.count)}.`,
    acceptance === null ? '' : `${acceptance.by} accepted it${acceptance.note === null ? '.' : `: ${acceptance.note}`}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}
