import type { Answer } from '../../client/answers.ts'
import { Instant } from '../../time/day.tsx'
import { formatCount, formatRange, formatSize } from '../../time/format.ts'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'

type EvidenceItem = Answer<'readEvidence'>

/** Where the item comes from, as it was sealed: by what, from what, when, how much, and who answers for it. */
export function ProvenanceCard({ item }: { readonly item: EvidenceItem }) {
  const { artifact, derived } = item
  return (
    <Section title="Where it comes from">
      <Facts>
        <Fact name="Speaks of">{formatRange(item.effective)}</Fact>
        <Fact name="Source">{item.source}</Fact>
        <Fact name="Query or path">{item.query === undefined ? 'Not stated' : <code>{item.query}</code>}</Fact>
        <Fact name="Source’s own time">
          {item.sourceTime === undefined ? 'Not stated' : <Instant at={item.sourceTime} />}
        </Fact>
        <Fact name="Collected">
          <Instant at={item.collectedAt} />
        </Fact>
        <Fact name="Received">
          <Instant at={item.recordedAt} />, by the server’s clock
        </Fact>
        <Fact name="Collector">{describeCollector(item)}</Fact>
        <Fact name="Brought in by">{`${item.actor.name} (${item.actor.type})`}</Fact>
        <Fact name="Attested by">{describeAttestation(item)}</Fact>
        <Fact name="Rows">
          {derived === null
            ? 'Not counted: kept as a file'
            : formatCount(Object.values(derived.counts).reduce((sum, count) => sum + count, 0))}
        </Fact>
        {derived !== null && (
          <Fact name="Population SHA-256">
            <code>{derived.sha256}</code>
          </Fact>
        )}
        <Fact name="Log entry">{item.entry}</Fact>
        <Fact name="File">{`${artifact.mediaType}, ${formatSize(artifact.size)}`}</Fact>
        <Fact name="SHA-256">
          <code>{artifact.sha256}</code>
        </Fact>
      </Facts>
    </Section>
  )
}

function describeCollector({ collector: { type, id, version } }: EvidenceItem): string {
  if (type === 'person') return 'Manual'
  return `${id} (${type}), ${version === undefined ? 'version not stated' : `version ${version}`}`
}

/** A person who collected it stands for it; what a machine collected nobody does. */
function describeAttestation({ collector, actor }: EvidenceItem): string {
  if (collector.type !== 'person') return 'Nobody: collected by a machine'
  return `${collector.id === actor.id ? actor.name : collector.id}, by hand`
}
