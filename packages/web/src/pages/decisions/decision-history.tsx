import { useAnswer } from '../../client/answers.ts'
import { Day } from '../../time/day.tsx'
import { Answer } from '../../widgets/answer.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { decisionChoices } from './decision-choice.ts'
import { readDecision } from './decision-body.ts'

interface DecisionHistoryProps {
  readonly id: string
  readonly people: { readonly [id: string]: string }
}

/** Every version of a decision, newest first. None is ever changed. */
export function DecisionHistory({ id, people }: DecisionHistoryProps) {
  const versions = useAnswer('readDocument', { params: { kind: 'decision', id }, query: { limit: 100 } })
  const nameOf = (person: string) => people[person] ?? person
  return (
    <Answer of={versions} loading={<p className="soft">Loading the history.</p>}>
      {({ items }) => (
        <SimpleTable
          label="History of the decision"
          head={['From', 'Decision', 'Rationale', 'Decided by', 'Approved by', 'Review by', 'Log entry']}
          rows={items.map(({ effective, entry, body }) => {
            const decision = body === null ? null : readDecision(body)
            return {
              key: String(entry),
              cells:
                decision === null
                  ? [<Day key="from" date={effective} />, 'Withdrawn', '', '', '', '', entry]
                  : [
                      <Day key="from" date={effective} />,
                      decisionChoices[decision.choice].word,
                      decision.measure === null
                        ? decision.rationale
                        : `${decision.rationale} Measure: ${decision.measure}`,
                      nameOf(decision.decidedBy),
                      nameOf(decision.approvedBy),
                      <Day key="review" date={decision.review} />,
                      entry,
                    ],
            }
          })}
        />
      )}
    </Answer>
  )
}
