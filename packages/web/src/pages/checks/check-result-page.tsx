import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { readFile } from '../../client/call.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { verdictFaces } from '../../status/verdict-faces.ts'
import { Instant } from '../../time/day.tsx'
import { formatCount } from '../../time/format.ts'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { saveFile } from '../../widgets/save-file.ts'
import { valueWords } from './check-words.ts'
import { countsWords } from './counts-words.ts'
import { ResultHistory } from './result-history.tsx'
import { ResultInputs } from './result-inputs.tsx'
import { ResultItems } from './result-items.tsx'
import { judgedOn, subjectOf } from './results-table.tsx'

export type ResultView = Answer<'readCheckResult'>

/** One sealed result: the sentence, the verdict on each item, what it was given, and what was answered before. */
export function CheckResultPage() {
  const { result } = useParams({ from: '/o/$org/check-results/$result' })
  const answer = useAnswer('readCheckResult', { params: { result } })
  return <PageAnswer of={answer}>{(data) => <Loaded result={data} />}</PageAnswer>
}

function Loaded({ result }: { readonly result: ResultView }) {
  const org = useOrganization()
  const mayReadItems = usePermission('artifact:read')
  return (
    <Page
      title={result.asserts}
      above={
        <>
          <Link to="/o/$org/checks" params={{ org }}>
            Checks
          </Link>
          ,{' '}
          <Link to="/o/$org/checks/$check" params={{ org, check: result.check }}>
            {result.check}
          </Link>
        </>
      }
      lead={
        <>
          {subjectOf(result)}, {judgedOn(result)}. <code>{result.id}</code>
        </>
      }
      actions={mayReadItems && <Download id={result.id} />}
    >
      <Section title="What it answered" aside={<StatusLabel face={verdictFaces[result.verdict]} />}>
        <p>{result.summary}</p>
        <Answered result={result} />
      </Section>
      <ResultItems result={result} />
      <ResultInputs result={result} />
      <ResultHistory result={result} />
    </Page>
  )
}

function Answered({ result }: { readonly result: ResultView }) {
  const org = useOrganization()
  const { requirement, row, counts, parameters, version, definition, entry, recordedAt } = result
  const [control = ''] = requirement.split('/')
  return (
    <Facts>
      <Fact name="Items">{countsWords(counts)}</Fact>
      <Fact name="Asked for by">
        <Link to="/o/$org/controls/$control" params={{ org, control }} search={{ row }}>
          {requirement}
        </Link>
      </Fact>
      {Object.entries(parameters).map(([name, value]) => (
        <Fact key={name} name={`Parameter ${name}`}>
          {valueWords(value)}
        </Fact>
      ))}
      <Fact name="Version of the check">{version}</Fact>
      {definition !== null && (
        <Fact name="Expression">
          <code>{definition.expression}</code>
        </Fact>
      )}
      <Fact name="Sealed">
        <Instant at={recordedAt} />, log entry {formatCount(entry)}
      </Fact>
    </Facts>
  )
}

function Download({ id }: { readonly id: string }) {
  const organization = useOrganization()
  const download = useMutation({
    mutationFn: async () =>
      saveFile(
        `${id}.ndjson`,
        'application/x-ndjson',
        await readFile('readResultFile', { params: { result: id } }, organization),
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
        Download the sealed items
      </Button>
      {download.error !== null && <Problem error={download.error} />}
    </div>
  )
}
