import { Button, Group, NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { usePages } from '../../client/answers.ts'
import { useItems } from '../../client/items.ts'
import { Instant } from '../../time/day.tsx'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { fromField } from '../differences/local-instant.ts'
import { actWords, occurredAt, textOf } from './act-words.ts'
import type { RoomProps } from './incident-page.tsx'
import { InstantField } from './instant-field.tsx'
import { useRecordAct } from './record-act.ts'
import classes from './incidents.module.css'

/** Everything that was recorded, by when it occurred; when each was recorded stands beside it. Only ever added to. */
export function TimelineSection({ view: { incident, knownAt }, mayRecord }: RoomProps) {
  const pages = usePages('listIncidentActs', { params: { incident: incident.id } })
  const acts = useItems(pages).filter(({ recordedAt }) => Date.parse(recordedAt) <= Date.parse(knownAt))
  const sorted = acts.toSorted((a, b) => occurredAt(b).localeCompare(occurredAt(a)) || b.entry - a.entry)
  return (
    <Section title="Timeline">
      {mayRecord && <NoteForm incident={incident.id} />}
      {pages.error !== null && <Problem error={pages.error} />}
      <ol className={classes['timeline']} reversed>
        {sorted.map((act) => (
          <li key={act.entry} className={classes['event']}>
            <Instant at={occurredAt(act)} />
            <div>
              <p>
                <strong>{actWords(act)}</strong> {textOf(act)}
              </p>
              <p className="soft">
                Recorded by {act.by}, <Instant at={act.recordedAt} />, entry {act.entry}
              </p>
            </div>
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Show earlier entries
        </Button>
      )}
    </Section>
  )
}

const kinds = ['event', 'action', 'communication'] as const
const words = { event: 'What happened', action: 'What was done', communication: 'What was said or sent' }

function NoteForm({ incident }: { readonly incident: string }) {
  const [what, setWhat] = useState<(typeof kinds)[number]>('event')
  const [text, setText] = useState('')
  const [occurred, setOccurred] = useState('')
  const [detected, setDetected] = useState('')
  const record = useRecordAct(incident)
  function submit(): void {
    const known = fromField(detected)
    record.mutate(
      {
        kind: 'incident-noted',
        what,
        text: text.trim(),
        occurred: fromField(occurred) ?? new Date().toISOString(),
        ...(known === null ? {} : { detected: known }),
      },
      {
        onSuccess: () => {
          setText('')
          setOccurred('')
          setDetected('')
        },
      },
    )
  }
  return (
    <form
      className={classes['form']}
      data-print="hidden"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className={classes['fields']}>
        <NativeSelect
          label="Entry"
          data={kinds.map((value) => ({ value, label: words[value] }))}
          value={what}
          onChange={(event) => setWhat(kinds.find((name) => name === event.currentTarget.value) ?? 'event')}
        />
        <InstantField label="Occurred" description="Empty: now" value={occurred} onChange={setOccurred} />
        <InstantField
          label="Detected"
          description="If at another time than it occurred"
          value={detected}
          onChange={setDetected}
        />
      </div>
      <Textarea
        label="In words"
        description="Without names of patients. It cannot be changed afterwards; add another entry instead."
        required
        maxLength={4000}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group>
        <Button type="submit" variant="default" disabled={text.trim() === ''} loading={record.isPending}>
          Add to the timeline
        </Button>
      </Group>
      {record.error !== null && <Problem error={record.error} />}
    </form>
  )
}
