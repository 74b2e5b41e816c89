import { NativeSelect, Radio, Group } from '@mantine/core'
import { useAnswer } from '../../client/answers.ts'
import { usePermission } from '../../client/organization.ts'
import { formatRange } from '../../time/format.ts'
import { counted, wordsOf } from '../../widgets/words.ts'
import type { RecordTypeView } from './bench-page.tsx'
import type { CheckDraft } from './check-draft.ts'

interface TrialTargetProps {
  readonly draft: CheckDraft
  /** The records the check judges. */
  readonly type: RecordTypeView['type'] | undefined
  readonly onChange: (part: Partial<CheckDraft>) => void
}

/** The records a check is tried on: those of one evidence item, or a frozen population. */
export function TrialTarget(props: TrialTargetProps) {
  const { draft, onChange } = props
  const mayReadPopulations = usePermission('populations:read')
  return (
    <>
      <Radio.Group
        label="Records of"
        value={draft.on}
        onChange={(value) => onChange({ on: value === 'population' ? 'population' : 'evidence' })}
      >
        <Group gap="md" mt={4}>
          <Radio value="evidence" label="One evidence item" />
          <Radio value="population" label="A frozen population" disabled={!mayReadPopulations} />
        </Group>
      </Radio.Group>
      {draft.on === 'evidence' ? <EvidenceField {...props} /> : <PopulationField {...props} />}
    </>
  )
}

function EvidenceField({ draft: { population, evidence }, type, onChange }: TrialTargetProps) {
  const found = useAnswer('listEvidence', { query: { records: type, limit: 200 } }, { enabled: type !== undefined })
  const items = found.data?.items ?? []
  return (
    <NativeSelect
      label="Evidence"
      description={
        found.data !== undefined && items.length === 0
          ? `No evidence holds records of type ${wordsOf(population).toLowerCase()} yet.`
          : 'The newest that holds such records, first.'
      }
      value={evidence}
      data={[
        { value: '', label: 'Choose one' },
        ...items.map(({ id, artifact, effective }) => ({
          value: id,
          label: `${artifact.name}, ${formatRange(effective)}`,
        })),
      ]}
      onChange={(event) => onChange({ evidence: event.currentTarget.value })}
    />
  )
}

function PopulationField({ draft: { population, frozen }, type, onChange }: TrialTargetProps) {
  const found = useAnswer('listPopulations', { query: { type, limit: 200 } }, { enabled: type !== undefined })
  const items = found.data?.items ?? []
  return (
    <NativeSelect
      label="Population"
      description={
        found.data !== undefined && items.length === 0
          ? `No population of records of type ${wordsOf(population).toLowerCase()} is frozen yet.`
          : 'The newest first.'
      }
      value={frozen}
      data={[
        { value: '', label: 'Choose one' },
        ...items.map(({ id, name, items: count }) => ({ value: id, label: `${name}, ${counted(count, 'item')}` })),
      ]}
      onChange={(event) => onChange({ frozen: event.currentTarget.value })}
    />
  )
}
