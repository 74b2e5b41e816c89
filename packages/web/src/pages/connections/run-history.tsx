import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { usePages, type Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { Instant } from '../../time/day.tsx'
import { formatCount } from '../../time/format.ts'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import { outcomeFaces } from './state-faces.ts'
import classes from './connections.module.css'

type Run = Answer<'listCollections'>['items'][number]

interface RunHistoryProps {
  readonly connection: string
  /** The newest that has ended: when it is another, the list is asked for again. */
  readonly latest: string | null
}

const shownBars = 30

/** Every collection that has ended, with what each dataset gave and what was wrong, and the artifact to look at. */
export function RunHistory({ connection, latest }: RunHistoryProps) {
  const pages = usePages('listCollections', { params: { connection }, query: { limit: 30 } })
  const { refetch, data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  useEffect(() => {
    if (latest !== null) void refetch()
  }, [latest, refetch])
  const runs = data?.pages.flatMap(({ items }) => items) ?? []
  if (error !== null) return <Problem error={error} />
  if (runs.length === 0)
    return (
      <Section title="Collections">
        <p>None has ended yet.</p>
      </Section>
    )
  return (
    <>
      <Section title="Records over time">
        <RecordBars runs={runs.slice(0, shownBars).toReversed()} />
      </Section>
      <Section title="Collections">
        <SimpleTable
          label="Collections"
          head={['Ended', 'Asked by', 'Dataset', 'Outcome', 'Records', 'What was wrong']}
          rows={runs.flatMap((run) => run.datasets.map((dataset, at) => lineOf(run, dataset, at)))}
        />
        {hasNextPage && (
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show earlier ones
          </Button>
        )}
      </Section>
    </>
  )
}

function lineOf(run: Run, dataset: Run['datasets'][number], at: number) {
  return {
    key: `${run.run} ${dataset.dataset}`,
    cells: [
      at === 0 ? <Instant at={run.endedAt} /> : '',
      at === 0 ? (run.trigger === 'schedule' ? 'Schedule' : 'A person') : '',
      <DatasetName key="name" dataset={dataset} />,
      <StatusLabel key="outcome" face={outcomeFaces[dataset.outcome]} />,
      formatCount(dataset.records),
      dataset.problem === null ? (
        'Nothing'
      ) : (
        <span key="problem" className={classes['problem']}>
          {dataset.problem.sentence} {dataset.problem.remedy}
        </span>
      ),
    ],
  }
}

/** The dataset, leading to what was kept of it. */
function DatasetName({ dataset: { dataset, evidence } }: { readonly dataset: Run['datasets'][number] }) {
  const org = useOrganization()
  if (evidence === null) return wordsOf(dataset)
  return (
    <Link to="/o/$org/evidence/$evidence" params={{ org, evidence }}>
      {wordsOf(dataset)}
    </Link>
  )
}

/** How many records each collection gave; one that was not complete is hatched, and the list says the same in words. */
function RecordBars({ runs }: { readonly runs: readonly Run[] }) {
  const counts = runs.map(({ datasets }) => datasets.reduce((sum, { records }) => sum + records, 0))
  const most = Math.max(1, ...counts)
  const first = runs[0]
  const summary = `${counted(counts.at(-1) ?? 0, 'record')} in the newest of ${counted(runs.length, 'collection')}, between ${formatCount(Math.min(...counts))} and ${formatCount(most)}.`
  return (
    <>
      <div className={classes['bars']} role="img" aria-label={summary}>
        {runs.map(({ run, outcome }, at) => (
          <span
            key={run}
            className={classes['bar']}
            data-outcome={outcome}
            style={{ height: `${((counts[at] ?? 0) / most) * 100}%` }}
          />
        ))}
      </div>
      <p className="soft">
        {summary} {first !== undefined && <>Oldest shown: {<Instant at={first.endedAt} />}.</>}
      </p>
    </>
  )
}
