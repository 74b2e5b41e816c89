import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { readFile } from '../../client/call.ts'
import { useOrganization } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { formatRange } from '../../time/format.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { saveFile } from '../../widgets/save-file.ts'
import { counted } from '../../widgets/words.ts'
import { Completeness } from './completeness.tsx'
import { PopulationActions } from './population-actions.tsx'
import { PopulationCard } from './population-card.tsx'
import { PopulationExports } from './population-exports.tsx'
import { PopulationItems } from './population-items.tsx'
import { standingFaces } from './standing.ts'
import classes from './populations.module.css'

export type PopulationView = Answer<'readPopulation'>

/** One population: the card an auditor reads before relying on it, who stands behind it, and its items. */
export function PopulationPage() {
  const { population } = useParams({ from: '/o/$org/populations/$population' })
  const answer = useAnswer('readPopulation', { params: { population } })
  return <PageAnswer of={answer}>{(data) => <Loaded population={data} />}</PageAnswer>
}

function Loaded({ population }: { readonly population: PopulationView }) {
  const org = useOrganization()
  const { id, name, period, items, supersedes, supersededBy } = population
  return (
    <Page
      title={name}
      above={
        <Link to="/o/$org/populations" params={{ org }}>
          Populations
        </Link>
      }
      lead={
        <>
          {counted(items, 'item')}, {formatRange(period)}. <code>{id}</code>
        </>
      }
      actions={
        <>
          <Download population={population} file="rows" label="Download the rows" />
          <Download population={population} file="appendix" label="Download the appendix" />
        </>
      }
    >
      {supersededBy !== null && (
        <p>
          <Superseding id={supersededBy} /> took its place. This one stays as it was frozen.
        </p>
      )}
      {supersedes !== null && (
        <p>
          It took the place of <Superseding id={supersedes} />.
        </p>
      )}
      <Section title="Who stands behind it" aside={<StatusLabel face={standingFaces[population.standing]} />}>
        <PopulationActions population={population} />
      </Section>
      <Section title="What to weigh">
        {population.openPoints.length === 0 ? (
          <p>Nothing is open: every day is covered, no number is missing, and the second source agrees.</p>
        ) : (
          <ul className={classes['points']}>
            {population.openPoints.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        )}
      </Section>
      <PopulationCard population={population} />
      <Completeness card={population.card} />
      <PopulationExports card={population.card} />
      <PopulationItems population={population} />
    </Page>
  )
}

function Superseding({ id }: { readonly id: string }) {
  const org = useOrganization()
  return (
    <Link to="/o/$org/populations/$population" params={{ org, population: id }}>
      <code>{id}</code>
    </Link>
  )
}

interface DownloadProps {
  readonly population: PopulationView
  readonly file: 'rows' | 'appendix'
  readonly label: string
}

function Download({ population: { id }, file, label }: DownloadProps) {
  const organization = useOrganization()
  const download = useMutation({
    mutationFn: async () =>
      saveFile(
        `${id}-${file}.ndjson`,
        'application/x-ndjson',
        await readFile('readPopulationFile', { params: { population: id, file } }, organization),
      ),
  })
  return (
    <div>
      <Button
        variant="default"
        leftSection={<IconDownload size={15} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        {label}
      </Button>
      {download.error !== null && <Problem error={download.error} />}
    </div>
  )
}
