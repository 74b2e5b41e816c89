import { Group, Textarea, TextInput } from '@mantine/core'
import { FileDrop } from './file-drop.tsx'
import { FileMatch } from './file-match.tsx'
import { TargetField } from './target-field.tsx'
import type { UploadDraft } from './upload-draft.ts'

interface UploadFieldsProps {
  readonly draft: UploadDraft
  readonly onChange: (draft: UploadDraft) => void
  /** Called when the person goes elsewhere with the file. */
  readonly onLeave: () => void
}

/** The fields of an upload. */
export function UploadFields({ draft, onChange, onLeave }: UploadFieldsProps) {
  function set(change: Partial<UploadDraft>): void {
    onChange({ ...draft, ...change })
  }
  return (
    <>
      <FileDrop
        files={draft.file === null ? [] : [draft.file, ...draft.others]}
        many={draft.correction === null}
        onFiles={([file = null, ...others]) => set({ file, others })}
      />
      {draft.file !== null && (
        <FileMatch key={keyOf(draft.file)} file={draft.file} draft={draft} onChange={set} onLeave={onLeave} />
      )}
      {draft.correction !== null && (
        <Textarea
          label={`Why it corrects ${draft.correction.name}`}
          description="The file it corrects stays readable and counts no longer."
          required
          maxLength={2000}
          autosize
          minRows={1}
          maxRows={4}
          value={draft.correction.reason}
          onChange={(event) =>
            set({ correction: draft.correction && { ...draft.correction, reason: event.currentTarget.value } })
          }
        />
      )}
      <TargetField
        targets={draft.targets}
        onChange={(targets) =>
          set({ targets, source: draft.source === '' ? (targets[0]?.systemOfRecord ?? '') : draft.source })
        }
      />
      <Group grow gap="sm" align="flex-start">
        <TextInput
          label="First day it speaks of"
          type="date"
          required
          value={draft.from}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          label="Last day it speaks of"
          type="date"
          required
          value={draft.to}
          onChange={(event) => set({ to: event.currentTarget.value })}
        />
      </Group>
      <Group grow gap="sm" align="flex-start">
        <TextInput
          label="System it comes from"
          required
          maxLength={200}
          value={draft.source}
          onChange={(event) => set({ source: event.currentTarget.value })}
        />
        <TextInput
          label={`Collected at (${zoneName()})`}
          type="datetime-local"
          required
          value={draft.collected}
          onChange={(event) => set({ collected: event.currentTarget.value })}
        />
      </Group>
      <Textarea
        label="Note"
        description="Optional. No patient data."
        maxLength={2000}
        autosize
        minRows={1}
        maxRows={4}
        value={draft.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
    </>
  )
}

function keyOf({ name, size, lastModified }: File): string {
  return `${name} ${size} ${lastModified}`
}

function zoneName(): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(new Date())
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'local time'
}
