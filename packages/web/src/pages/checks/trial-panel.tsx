import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { StatusLabel } from '../../status/status-label.tsx'
import { verdictFaces } from '../../status/verdict-faces.ts'
import { VirtualTable } from '../../table/virtual-table.tsx'
import { formatCount } from '../../time/format.ts'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { ActivateDialog } from './activate-dialog.tsx'
import type { RecordTypeView } from './bench-page.tsx'
import type { CheckDraft } from './check-draft.ts'
import { countsWords } from './counts-words.ts'
import { itemColumns, toLines } from './item-columns.tsx'
import { describeFault, type Faults, keyOf, type TrialResult, useTrial } from './trial.ts'
import { TrialTarget } from './trial-target.tsx'
import classes from './checks.module.css'

interface TrialPanelProps {
  readonly draft: CheckDraft
  readonly types: readonly RecordTypeView[]
  readonly faults: Faults
  readonly onChange: (part: Partial<CheckDraft>) => void
}

/** What is wrong with the check, the records it is tried on, its verdicts, and the way to put it into effect. */
export function TrialPanel({ draft, types, faults, onChange }: TrialPanelProps) {
  const trial = useTrial()
  const [isActivating, setActivating] = useState(false)
  const target = draft.on === 'evidence' ? draft.evidence : draft.frozen
  const result = trial.data?.result ?? null
  const isOfThis = trial.data?.of === keyOf(draft)
  return (
    <>
      <Section title="What stands in its way">
        <FaultList faults={faults} />
      </Section>
      <Section title="Try it on">
        <div className={classes['group']}>
          <TrialTarget
            draft={draft}
            type={types.find(({ type }) => type === draft.population)?.type}
            onChange={onChange}
          />
          {trial.error !== null && <Problem error={trial.error} />}
          <Group gap="xs">
            <Button
              disabled={target === '' || !faults.isKnown || faults.all.length > 0}
              loading={trial.isPending}
              onClick={() => trial.mutate(draft)}
            >
              Try it
            </Button>
            <Button
              variant="default"
              disabled={result === null || !isOfThis || faults.all.length > 0}
              onClick={() => setActivating(true)}
            >
              Put it into effect
            </Button>
          </Group>
          <p className="soft">
            {result === null
              ? 'A check is put into effect once its verdicts were seen. Reading records for a trial is sealed in the log.'
              : isOfThis
                ? 'These are the verdicts of the check as it stands here.'
                : 'The check was changed since; try it again.'}
          </p>
        </div>
      </Section>
      {result !== null && <Verdicts result={result} />}
      {isActivating && <ActivateDialog draft={draft} onClose={() => setActivating(false)} />}
    </>
  )
}

/** What a field is called on the page, where that is another word. */
const names: { readonly [field: string]: string } = {
  asserts: 'what it asserts',
  value: 'field shown beside each verdict',
}

function FaultList({ faults }: { readonly faults: Faults }) {
  if (faults.error !== null) return <Problem error={faults.error} />
  const [blank, wrong] = [faults.all.filter(faults.isBlank), faults.all.filter((fault) => !faults.isBlank(fault))]
  return (
    <div role="status">
      {faults.all.length === 0 && <p>{faults.isKnown ? 'Nothing. It can be read.' : 'Looking at it.'}</p>}
      {blank.length > 0 && <p>Still to be filled in: {blank.map(({ field }) => names[field] ?? field).join(', ')}.</p>}
      <ul className={classes['faults']} aria-label="Faults">
        {wrong.map((fault) => (
          <li key={`${fault.field} ${fault.line} ${fault.column} ${fault.sentence}`}>
            <code>{fault.field === '' ? 'check' : fault.field}</code> {describeFault(fault)}
          </li>
        ))}
      </ul>
    </div>
  )
}

// Beside the form there is half the room; why it has its verdict names the value.
const hidden = ['value']
const narrowLayout = {
  verdict: { track: '112px' },
  key: { track: 'minmax(110px, 1.2fr)' },
  reason: { track: 'minmax(120px, 1.6fr)' },
  record: { track: 'minmax(90px, 0.9fr)' },
}

function Verdicts({ result }: { readonly result: TrialResult }) {
  const { asserts, verdict, summary, counts, items } = result
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (
    <Section title="Verdicts" aside={<StatusLabel face={verdictFaces[verdict]} />}>
      <p>
        <strong>{asserts}</strong> {summary}
      </p>
      <p className="soft">
        {countsWords(counts)}
        {total > items.length && `; the first ${formatCount(items.length)} are shown`}
      </p>
      <div className={classes['items']}>
        <VirtualTable
          label="Verdicts"
          columns={itemColumns}
          layout={narrowLayout}
          hidden={hidden}
          lines={toLines(items)}
          total={items.length}
          empty={<Empty title="It judged no item." />}
        />
      </div>
    </Section>
  )
}
