import { Button } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { usePermission } from '../../client/organization.ts'
import { StatementButton } from '../evidence/statement-button.tsx'
import { counted } from '../../widgets/words.ts'
import { AssignDialog } from './assign-dialog.tsx'
import type { Sealed } from './sealed-note.tsx'
import { noted } from './noted.ts'
import classes from './findings.module.css'

const most = 200

interface BulkBarProps {
  readonly findings: readonly string[]
  readonly onClear: () => void
}

/** What can be done about several findings at once: all of them or none, each sealed by itself. */
export function BulkBar({ findings, onClear }: BulkBarProps) {
  const mayAssign = usePermission('findings:assign')
  const mayWork = usePermission('findings:work')
  const mayComment = usePermission('findings:comment')
  const [isAssigning, setAssigning] = useState(false)
  const [sealed, setSealed] = useState<readonly Sealed[]>([])
  if (findings.length > most)
    return (
      <div className={classes['bar']} role="region" aria-label="Chosen findings">
        {counted(findings.length, 'finding')} chosen; at most {most} can be worked on at once.
        <Button variant="subtle" onClick={onClear}>
          Choose none
        </Button>
      </div>
    )
  const body = { findings: [...findings] }
  const tell = <T extends { readonly items: readonly Sealed[] }>(answer: T): T => {
    setSealed(answer.items)
    return answer
  }
  return (
    <div className={classes['bar']} role="region" aria-label="Chosen findings" data-print="hidden">
      <strong>{counted(findings.length, 'finding')} chosen</strong>
      {mayAssign && (
        <Button variant="default" onClick={() => setAssigning(true)}>
          Assign
        </Button>
      )}
      {mayWork && (
        <StatementButton
          action="Start"
          title="Start work"
          label="Note"
          required={false}
          state={async (note, organization) =>
            tell(await call('startFindings', { body: { ...body, ...noted(note) } }, { organization }))
          }
        >
          Each becomes “in progress”, under your name.
        </StatementButton>
      )}
      {mayWork && (
        <StatementButton
          action="Work is done"
          title="Say that the work is done"
          label="What was done"
          required
          state={async (note, organization) =>
            tell(await call('readyFindings', { body: { ...body, note } }, { organization }))
          }
        >
          Each waits for its proof. None is closed by it.
        </StatementButton>
      )}
      {mayComment && (
        <StatementButton
          action="Comment"
          title="Comment"
          label="Comment"
          required
          state={async (text, organization) =>
            tell(await call('commentFindings', { body: { ...body, text } }, { organization }))
          }
        >
          It is kept with each, under your name.
        </StatementButton>
      )}
      <Button variant="subtle" onClick={onClear}>
        Choose none
      </Button>
      <span role="status">{describeSealed(sealed)}</span>
      {isAssigning && (
        <AssignDialog
          findings={findings}
          onSealed={(items) => {
            setSealed(items)
            setAssigning(false)
          }}
          onClose={() => setAssigning(false)}
        />
      )}
    </div>
  )
}

function describeSealed(sealed: readonly Sealed[]): string {
  const entries = sealed.map(({ entry }) => entry).toSorted((a, b) => a - b)
  const [first, last] = [entries[0], entries.at(-1)]
  if (first === undefined || last === undefined) return ''
  return first === last ? `Sealed as entry ${first}.` : `Sealed as entries ${first} to ${last}.`
}
