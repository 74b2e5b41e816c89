import { Link } from '@tanstack/react-router'
import { useAnswer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { verdictFaces } from '../../status/verdict-faces.ts'
import { Instant } from '../../time/day.tsx'
import { Answer } from '../../widgets/answer.tsx'
import { Section } from '../../widgets/page.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { counted } from '../../widgets/words.ts'
import type { ResultView } from './check-result-page.tsx'
import { countsWords } from './counts-words.ts'
import { judgedOn, type ResultLine } from './results-table.tsx'

const shown = 12

/** What this check answered on this row, newest first. Nothing of it is ever removed. */
export function ResultHistory({ result: { id, row, check } }: { readonly result: ResultView }) {
  const org = useOrganization()
  const history = useAnswer('listCheckResults', { query: { row, check, limit: shown } })
  return (
    <Section
      title="Answers on this row"
      aside={
        <Link to="/o/$org/check-results" params={{ org }} search={{ row, check }}>
          {history.data === undefined ? 'All' : `${counted(history.data.total, 'answer')} in all`}
        </Link>
      }
    >
      <Answer of={history}>
        {({ items }) => (
          <SimpleTable
            label="Answers on this row"
            head={['Verdict', 'Judged as of', 'Items', 'Sealed', 'Result']}
            rows={items.map((item) => ({ key: item.id, cells: cellsOf(item, item.id === id, org) }))}
          />
        )}
      </Answer>
    </Section>
  )
}

function cellsOf(item: ResultLine, isThis: boolean, org: string) {
  return [
    <StatusLabel key="verdict" face={verdictFaces[item.verdict]} />,
    judgedOn(item),
    countsWords(item.counts),
    <Instant key="at" at={item.recordedAt} />,
    isThis ? (
      'This one'
    ) : (
      <Link key="link" to="/o/$org/check-results/$result" params={{ org, result: item.id }}>
        <code>{item.id}</code>
      </Link>
    ),
  ]
}
