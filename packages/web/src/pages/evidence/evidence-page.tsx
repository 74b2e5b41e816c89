import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { readArtifact } from '../../client/call.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { saveFile } from '../../widgets/save-file.ts'
import { EvidenceRecords } from './evidence-records.tsx'
import { ImporterReport } from './importer-report.tsx'
import { ProvenanceCard } from './provenance-card.tsx'
import { ReceiptSection } from './receipt-section.tsx'
import { RetentionSection } from './retention-section.tsx'
import { ReviewSection } from './review-section.tsx'

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
  const isDisposed = item.disposal !== null && item.disposal.approved !== null
  return (
    <Page
      title={item.artifact.name}
      above={
        <Link to="/o/$org/evidence" params={{ org }}>
          Evidence
        </Link>
      }
      lead={<code>{item.id}</code>}
      actions={canReadArtifact && !isDisposed && <DownloadButton item={item} />}
    >
      <Section title="What it proves">
        <Proves item={item} />
        {item.note !== undefined && <p className="soft">Note: {item.note}</p>}
      </Section>
      {canReadLog && <ReceiptSection item={item} />}
      <ReviewSection item={item} />
      <ProvenanceCard item={item} />
      <RetentionSection item={item} />
      <ImporterReport derived={item.derived} />
      {item.derived !== null && canReadArtifact && !isDisposed && <EvidenceRecords evidence={item.id} />}
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
