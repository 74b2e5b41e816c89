import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { readArtifact } from '../../client/call.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { Instant } from '../../time/day.tsx'
import { formatRange, formatSize } from '../../time/format.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { saveFile } from '../../widgets/save-file.ts'
import { EvidenceRecords } from './evidence-records.tsx'
import { ImporterReport } from './importer-report.tsx'
import { ReceiptSection } from './receipt-section.tsx'

type EvidenceItem = Answered<'readEvidence'>

/** One evidence item: what it proves, for when, where it came from, and the proof that it was sealed. */
export function EvidencePage() {
  const { evidence } = useParams({ from: '/o/$org/evidence/$evidence' })
  const item = useAnswer('readEvidence', { params: { evidence } })
  return <PageAnswer of={item}>{(data) => <Loaded item={data} />}</PageAnswer>
}

function Loaded({ item }: { readonly item: EvidenceItem }) {
  const org = useOrganization()
  const canReadArtifact = usePermission('artifact:read')
  const canReadLog = usePermission('log:read')
  return (
    <Page
      title={item.artifact.name}
      above={
        <Link to="/o/$org/evidence" params={{ org }}>
          Evidence
        </Link>
      }
      lead={<code>{item.id}</code>}
      actions={canReadArtifact && <DownloadButton item={item} />}
    >
      <Section title="What it proves">
        <Proves item={item} />
        {item.note !== undefined && <p className="soft">Note: {item.note}</p>}
      </Section>
      {canReadLog && <ReceiptSection item={item} />}
      <Section title="Where it comes from">
        <Facts>
          <Fact name="Speaks of">{formatRange(item.effective)}</Fact>
          <Fact name="Collected">
            <Instant at={item.collectedAt} /> from {item.source}
          </Fact>
          <Fact name="Recorded">
            <Instant at={item.recordedAt} />, by the server’s clock
          </Fact>
          <Fact name="Collector">{`${item.collector.id} (${item.collector.type})`}</Fact>
          <Fact name="Brought in by">{`${item.actor.name} (${item.actor.type})`}</Fact>
          <Fact name="Log entry">{item.entry}</Fact>
          <Fact name="File">{`${item.artifact.mediaType}, ${formatSize(item.artifact.size)}`}</Fact>
          <Fact name="SHA-256">
            <code>{item.artifact.sha256}</code>
          </Fact>
        </Facts>
      </Section>
      <ImporterReport derived={item.derived} />
      {item.derived !== null && canReadArtifact && <EvidenceRecords evidence={item.id} />}
    </Page>
  )
}

function Proves({ item }: { readonly item: EvidenceItem }) {
  const org = useOrganization()
  return (
    <Facts>
      {item.proves.map(({ requirement, system, vendor }) => (
        <Fact key={`${requirement}${system ?? ''}${vendor ?? ''}`} name={system ?? vendor ?? 'Organization'}>
          <Link
            to="/o/$org/controls/$control"
            params={{ org, control: requirement.split('/')[0] ?? '' }}
            search={{ row: `${requirement}|${system ?? ''}|${vendor ?? ''}` }}
          >
            {requirement}
          </Link>
        </Fact>
      ))}
    </Facts>
  )
}

function DownloadButton({ item }: { readonly item: EvidenceItem }) {
  const organization = useOrganization()
  const download = useMutation({
    mutationFn: async () =>
      saveFile(item.artifact.name, item.artifact.mediaType, await readArtifact(item.id, organization)),
  })
  return (
    <div>
      <Button
        variant="default"
        leftSection={<IconDownload size={15} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        Download the file
      </Button>
      {download.error !== null && <Problem error={download.error} />}
    </div>
  )
}
