import { Instant } from '../../time/day.tsx'
import { formatCount } from '../../time/format.ts'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { counted } from '../../widgets/words.ts'
import type { PopulationView } from './population-page.tsx'
import classes from './populations.module.css'

/** The completeness and accuracy card: where from, by what query, run by whom and when, how many, and the hash of them. */
export function PopulationCard({ population }: { readonly population: PopulationView }) {
  const { card, definition, words, runBy, runAt, entry, entries } = population
  const { systemsOfRecord, queries, counts, rows, appendix, timeZone } = card
  return (
    <Section title="Completeness and accuracy card">
      <Facts>
        <Fact name="System of record">
          {systemsOfRecord.total === 0
            ? 'None: no export holds such records'
            : systemsOfRecord.listed
                .map(
                  ({ source, exports, records }) =>
                    `${source} (${counted(exports, 'export')}, ${counted(records, 'record')})`,
                )
                .join('; ')}
        </Fact>
        <Fact name="Query">{words}</Fact>
        <Fact name="Query at the source">
          {queries.total === 0
            ? 'Not stated with the exports'
            : queries.listed.map((query) => (
                <div key={query}>
                  <code>{query}</code>
                </div>
              ))}
          {queries.total > queries.listed.length &&
            `and ${formatCount(queries.total - queries.listed.length)} more in the appendix`}
        </Fact>
        <Fact name="Run by">{runBy.name}</Fact>
        <Fact name="Run at">
          <Instant at={runAt} />
        </Fact>
        <Fact name="Days are those of">{timeZone}</Fact>
        <Fact name="Rows">{formatCount(rows.lines)}</Fact>
        <Fact name="SHA-256 of the rows">
          <code>{rows.sha256}</code>
        </Fact>
        <Fact name="SHA-256 of the appendix">
          <code>{appendix.sha256}</code>
        </Fact>
        <Fact name="Log entry">
          {formatCount(entry)}, drawn from the first {counted(entries, 'entry', 'entries')}
        </Fact>
      </Facts>
      <details className={classes['details']}>
        <summary>The exact definition, as it is run again</summary>
        <pre className={classes['definition']} tabIndex={0} aria-label="The exact definition">
          {JSON.stringify(definition, null, 2)}
        </pre>
      </details>
      <div className={classes['details']}>
        <SimpleTable
          label="What became of every record"
          head={['Records looked at', 'Items', 'Repeated', 'Not meant', 'Outside the period', 'Without a date']}
          rows={[
            {
              key: 'counts',
              cells: [
                counts.examined,
                counts.items,
                counts.repeated,
                counts.unmatched,
                counts.outside,
                counts.undated,
              ].map(formatCount),
            },
          ]}
        />
      </div>
    </Section>
  )
}
