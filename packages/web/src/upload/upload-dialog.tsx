import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '../client/answers.ts'
import { useOrganization } from '../client/organization.ts'
import { uploadEvidence } from '../client/upload.ts'
import { Problem } from '../widgets/problem.tsx'
import { claimOf, draftOf, missingPart, type UploadDraft } from './upload-draft.ts'
import { UploadFields } from './upload-fields.tsx'
import { UploadReceipt } from './upload-receipt.tsx'
import type { UploadStart } from './upload-target.ts'

interface UploadDialogProps {
  readonly start: UploadStart
  readonly onClose: () => void
}

/** Records one file as evidence: what it is, what it proves, for which days; then its receipt. Nothing is shown as done before it is sealed. */
export function UploadDialog({ start, onClose }: UploadDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(start))
  const [progress, setProgress] = useState<SendingProps>({ share: 0, at: 1, of: 1 })
  const upload = useUploadMutation(setProgress)
  const missing = missingPart(draft)
  return (
    <Modal
      opened
      onClose={onClose}
      title={upload.data === undefined ? titleOf(start) : 'Sealed'}
      size="lg"
      closeOnClickOutside={false}
    >
      {upload.data === undefined ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            upload.mutate(draft)
          }}
        >
          <Stack gap="sm">
            <UploadFields draft={draft} onChange={setDraft} onLeave={onClose} />
            {upload.isPending && <Sending {...progress} />}
            {upload.error !== null && <Problem error={upload.error} />}
            <Group justify="space-between" gap="xs">
              <Text size="xs" className="soft" aria-live="polite">
                {missing ?? 'Ready. The file is sealed as it is and never changed.'}
              </Text>
              <Group gap="xs">
                <Button variant="default" onClick={onClose}>
                  Cancel
                </Button>
                <Button type="submit" disabled={missing !== null} loading={upload.isPending}>
                  Seal as evidence
                </Button>
              </Group>
            </Group>
          </Stack>
        </form>
      ) : (
        <UploadReceipt answers={upload.data} onClose={onClose} />
      )}
    </Modal>
  )
}

function titleOf({ supersedes }: UploadStart): string {
  return supersedes === undefined ? 'Record evidence' : 'Record a correction'
}

interface SendingProps {
  readonly share: number
  /** Which of how many files is sent. */
  readonly at: number
  readonly of: number
}

function Sending({ share, at, of }: SendingProps) {
  const which = of === 1 ? '' : `File ${at} of ${of}. `
  return (
    <div role="status">
      <Text size="sm">
        {which}
        {share < 1 ? `Sending, ${Math.round(share * 100)} %` : 'Sent. Sealing…'}
      </Text>
      <Progress value={((at - 1 + share) / of) * 100} animated={share >= 1} aria-label="Upload" />
    </div>
  )
}

/** Sends one file after the other. Those sealed before one was refused stay sealed, and are answered again as duplicates. */
function useUploadMutation(onProgress: (progress: SendingProps) => void) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (draft: UploadDraft) => {
      if (draft.file === null) throw new Error('An upload needs a file.')
      const files = [draft.file, ...draft.others]
      const answers: Answer<'recordEvidence'>[] = []
      for (const [index, file] of files.entries()) {
        const tell = (share: number): void => onProgress({ share, at: index + 1, of: files.length })
        tell(0)
        answers.push(await uploadEvidence({ organization, file, claim: claimOf(draft), onProgress: tell }))
      }
      return answers
    },
    // Everything computed from the facts may have changed, also where a later file was refused; the pages behind ask again.
    onSettled: async () => queryClient.invalidateQueries({ queryKey: [organization] }),
  })
}
