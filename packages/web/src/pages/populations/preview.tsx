import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '../../client/call.ts'
import { useOrganization } from '../../client/organization.ts'
import { formatCount, formatRange } from '../../time/format.ts'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { counted } from '../../widgets/words.ts'
import { composeSelection, type PopulationDraft, type RecordTypeView } from './population-draft.ts'
import { subjectWords } from './subject-words.ts'

const pauseMs = 400

/** What freezing would give now, counted again whenever the definition changes. */
export function Preview({ draft, type }: { readonly draft: PopulationDraft; readonly type: RecordTypeView }) {
  const organization = useOrganization()
  const [selection] = useDebouncedValue(composeSelection(draft, type), pauseMs)
  const preview = useQuery({
    queryKey: [organization, 'previewPopulation', selection],
    queryFn: async ({ signal }) =>
      selection === null ? null : call('previewPopulation', { body: selection }, { organization, signal }),
    placeholderData: keepPreviousData,
  })
  const found = preview.data ?? null
  return (
    <Section title="What it would hold now">
      {preview.error !== null && <Problem error={preview.error} />}
      {preview.error === null && found === null && <p className="soft">Name the days, and it is counted.</p>}
      {preview.error === null && found !== null && (
        <>
          <p aria-live="polite">
            <strong>{counted(found.counts.items, 'item')}</strong>
            {found.isWhole
              ? ''
              : ` among the first ${formatCount(found.counts.examined)} records; freezing looks at all`}
          </p>
          <Facts>
            <Fact name="Exports">{formatCount(found.exports)}</Fact>
            <Fact name="Records in them">{formatCount(found.records)}</Fact>
            <Fact name="Not meant">{formatCount(found.counts.unmatched)}</Fact>
            <Fact name="Outside the period">{formatCount(found.counts.outside)}</Fact>
            <Fact name="Repeated">{formatCount(found.counts.repeated)}</Fact>
            <Fact name="Without a date">{formatCount(found.counts.undated)}</Fact>
            <Fact name="Days without export">
              {found.coverage.openDays === 0 ? 'None' : formatCount(found.coverage.openDays)}
              {found.coverage.gaps.listed.slice(0, 3).map((gap) => (
                <div key={`${gap.subject}${gap.from}`} className="soft">
                  {formatRange(gap)}
                  {gap.subject === null ? '' : `, ${subjectWords(gap.subject)}`}
                </div>
              ))}
            </Fact>
            {found.missing !== null && <Fact name="Missing numbers">{formatCount(found.missing)}</Fact>}
          </Facts>
        </>
      )}
    </Section>
  )
}
