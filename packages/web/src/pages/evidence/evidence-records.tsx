import { Button } from '@mantine/core'
import { usePages, type Answer } from '../../client/answers.ts'
import { useItems } from '../../client/items.ts'
import { formatCount } from '../../time/format.ts'
import { Retry } from '../../widgets/answer.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { cellText, fieldsOf } from './record-cells.ts'
import classes from './evidence.module.css'

type TypedRecord = Answer<'listRecords'>['items'][number]

/** The records found in an artifact, by type. */
export function EvidenceRecords({ evidence }: { readonly evidence: string }) {
  const pages = usePages('listRecords', { params: { evidence }, query: { limit: 100 } })
  const records = useItems(pages)
  const total = pages.data?.pages[0]?.total ?? 0
  return (
    <Section
      title="Records"
      aside={<span className="soft">{`${formatCount(records.length)} of ${formatCount(total)}`}</span>}
    >
      {pages.error !== null && <Problem error={pages.error} action={<Retry onRetry={() => void pages.refetch()} />} />}
      {pages.data !== undefined && total === 0 && <Empty title="The file holds no records." />}
      {Map.groupBy(records, ({ type }) => type)
        .entries()
        .toArray()
        .map(([type, members]) => (
          <RecordTable key={type} type={type} records={members} />
        ))}
      {pages.hasNextPage && (
        <Button variant="default" mt="sm" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Section>
  )
}

function RecordTable({ type, records }: { readonly type: string; readonly records: readonly TypedRecord[] }) {
  const fields = fieldsOf(records.map(({ body }) => body))
  return (
    // A region that scrolls sideways must be reachable with the keyboard.
    <section className={classes['records']} tabIndex={0} aria-label={`Records of type ${type}`}>
      <table>
        <caption>{wordsOf(type)}</caption>
        <thead>
          <tr>
            <th scope="col">Line</th>
            {fields.map((field) => (
              <th key={field} scope="col">
                {field}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map(({ key, line, body }) => (
            <tr key={`${key}:${line ?? ''}`}>
              <td>{line ?? ''}</td>
              {fields.map((field) => (
                <td key={field}>{cellText({ ...body }, field)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
