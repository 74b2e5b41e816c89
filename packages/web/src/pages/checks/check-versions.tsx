import { useAnswer } from '../../client/answers.ts'
import { Day, Instant } from '../../time/day.tsx'
import { Answer } from '../../widgets/answer.tsx'
import { Section } from '../../widgets/page.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'

/** Every version of a check of one's own, newest first, with the reason it was written for. */
export function CheckVersions({ check }: { readonly check: string }) {
  const versions = useAnswer('readDocument', { params: { kind: 'check', id: check } })
  return (
    <Section title="Versions">
      <Answer of={versions}>
        {({ items }) => (
          <SimpleTable
            label="Versions"
            head={['Version', 'In effect from', 'Recorded', 'Why']}
            rows={items.map(({ entry, effective, recordedAt, body }) => ({
              key: String(entry),
              cells: [
                body === null ? 'Withdrawn' : textOf(body['version']),
                <Day key="day" date={effective} />,
                <Instant key="at" at={recordedAt} />,
                body === null ? '' : textOf(body['reason']),
              ],
            }))}
          />
        )}
      </Answer>
    </Section>
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'No reason was given'
}
