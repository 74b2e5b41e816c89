import type { Deed } from '@evidentia/core'
import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { Section } from '../../widgets/page.tsx'
import { StatementButton } from '../evidence/statement-button.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import type { FindingView } from './finding-page.tsx'
import { noted } from './noted.ts'
import { RiskDialog } from './risk-dialog.tsx'
import { type Sealed, SealedNote } from './sealed-note.tsx'
import { VerifyDialog } from './verify-dialog.tsx'

interface PartProps {
  readonly view: FindingView
  readonly onSealed: (sealed: Sealed | undefined) => void
}

/** What the reader may do about the finding now; the server says which deeds those are. */
export function FindingActions({ view }: { readonly view: FindingView }) {
  const [sealed, setSealed] = useState<Sealed | undefined>()
  if (view.deeds.length === 0) return null
  return (
    <Section title="What you can do">
      <Group gap="xs" data-print="hidden">
        <Work view={view} onSealed={setSealed} />
        <Judgement view={view} onSealed={setSealed} />
      </Group>
      {sealed !== undefined && <SealedNote sealed={sealed} />}
    </Section>
  )
}

/** Whose it is and how far it has come. */
function Work({ view: { finding, deeds }, onSealed }: PartProps) {
  const [isAssigning, setAssigning] = useState(false)
  const findings = [finding.id]
  const may = (deed: Deed) => deeds.includes(deed)
  return (
    <>
      {may('assign') && (
        <Button variant="default" onClick={() => setAssigning(true)}>
          Assign
        </Button>
      )}
      {may('start') && finding.state !== 'in-progress' && (
        <StatementButton
          action="Start"
          title="Start work"
          label="Note"
          required={false}
          state={async (note, organization) => {
            const { items } = await call('startFindings', { body: { findings, ...noted(note) } }, { organization })
            onSealed(items[0])
          }}
        >
          It becomes “in progress”, under your name.
        </StatementButton>
      )}
      {may('ready') && finding.state !== 'ready-to-verify' && (
        <StatementButton
          action="Work is done"
          title="Say that the work is done"
          label="What was done"
          required
          state={async (note, organization) => {
            const { items } = await call('readyFindings', { body: { findings, note } }, { organization })
            onSealed(items[0])
          }}
        >
          It waits for its proof. This does not close it.
        </StatementButton>
      )}
      {may('comment') && (
        <StatementButton
          action="Comment"
          title="Comment"
          label="Comment"
          required
          state={async (text, organization) => {
            const { items } = await call('commentFindings', { body: { findings, text } }, { organization })
            onSealed(items[0])
          }}
        >
          It is kept with the finding, under your name.
        </StatementButton>
      )}
      {isAssigning && (
        <AssignDialog
          findings={findings}
          onSealed={(items) => {
            onSealed(items[0])
            setAssigning(false)
          }}
          onClose={() => setAssigning(false)}
        />
      )}
    </>
  )
}

/** What only somebody else than its owner may say. */
function Judgement({ view: { finding, deeds, request }, onSealed }: PartProps) {
  const [open, setOpen] = useState<'verify' | 'risk' | null>(null)
  const done = (sealed: Sealed): void => {
    onSealed(sealed)
    setOpen(null)
  }
  return (
    <>
      {deeds.includes('verify') && (
        <Button variant="default" onClick={() => setOpen('verify')}>
          Verify that it is gone
        </Button>
      )}
      {deeds.includes('request-acceptance') && (
        <Button variant="default" onClick={() => setOpen('risk')}>
          Ask to accept the risk
        </Button>
      )}
      {deeds.includes('accept-risk') && request !== null && (
        <StatementButton
          action="Accept the risk"
          title="Accept the risk"
          label="Note"
          required={false}
          state={async (note, organization) => {
            const body = { finding: finding.id, request: request.entry, ...noted(note) }
            onSealed(await call('acceptRisk', { body }, { organization }))
          }}
        >
          Your name is sealed with what {request.by} asked for: until {request.expires}, {request.compensatingControl}
        </StatementButton>
      )}
      {open === 'verify' && <VerifyDialog finding={finding} onSealed={done} onClose={() => setOpen(null)} />}
      {open === 'risk' && <RiskDialog finding={finding.id} onSealed={done} onClose={() => setOpen(null)} />}
    </>
  )
}
