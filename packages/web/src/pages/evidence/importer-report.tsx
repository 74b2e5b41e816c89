import type { Derived } from '@evidentia/core'
import { formatCount } from '../../time/format.ts'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'

/** What the importer made of the file, and every row it could not read. */
export function ImporterReport({ derived }: { readonly derived: Derived | null }) {
  if (derived === null) {
    return (
      <Section title="How it was read">
        <p className="soft">
          No importer knows this kind of file. It is kept as it is, and counts as an artifact only.
        </p>
      </Section>
    )
  }
  const counts = Object.entries(derived.counts)
  return (
    <Section title="How it was read">
      <Facts>
        <Fact name="Importer">{`${derived.importer}, version ${derived.version}`}</Fact>
        <Fact name="Records">
          {counts.length === 0
            ? 'None'
            : counts.map(([type, count]) => `${formatCount(count)} of type ${type}`).join(', ')}
        </Fact>
        <Fact name="Skipped">{derived.skippedTotal === 0 ? 'None' : counted(derived.skippedTotal, 'row')}</Fact>
      </Facts>
      {derived.skipped.length > 0 && (
        <ul aria-label="Skipped rows">
          {derived.skipped.map(({ line, field, reason }) => (
            <li key={`${line ?? ''}:${field ?? ''}:${reason}`}>
              {line === undefined ? '' : `Line ${line}: `}
              {field === undefined ? '' : `${field}: `}
              {reason}
            </li>
          ))}
        </ul>
      )}
      {derived.skippedTotal > derived.skipped.length && (
        <p className="soft">The first {formatCount(derived.skipped.length)} are listed.</p>
      )}
    </Section>
  )
}
