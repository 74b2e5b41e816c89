import type { Tailoring } from '@evidentia/core'
import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization, useToday } from '../../client/organization.ts'
import { isDate } from '../../time/format.ts'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { type CheckDraft, composeDefinition } from './check-draft.ts'

interface ActivateDialogProps {
  readonly draft: CheckDraft
  readonly onClose: () => void
}

interface Activation {
  readonly effective: string
  readonly reason: string
  /** `<control>/<evidence requirement>`; empty where it is asked for already. */
  readonly requirement: string
}

/** Records the check as a version of a document, and names it where it is to run; both with the reason. */
export function ActivateDialog({ draft, onClose }: ActivateDialogProps) {
  const navigate = useNavigate()
  const org = useOrganization()
  const requirements = useRequirements()
  const known = useAnswer('listChecks', { query: { limit: 500 } })
  const usedBy = known.data?.items.find(({ id }) => id === draft.id)?.usedBy ?? []
  const suggested = useProved(draft)
  const [effective, setEffective] = useState(useToday())
  const [reason, setReason] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const isUsed = usedBy.length > 0
  const requirement = chosen ?? (isUsed ? '' : (requirements.find((one) => one === suggested) ?? ''))
  const activate = useOrganizationChange(async (given: Activation, organization) => record(draft, given, organization))
  const isReady = isDate(effective) && reason.trim().length >= 10 && (requirement !== '' || isUsed)
  return (
    <Modal opened onClose={onClose} title="Put the check into effect">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          activate.mutate(
            { effective, reason: reason.trim(), requirement },
            {
              onSuccess: () => void navigate({ to: '/o/$org/checks/$check', params: { org, check: draft.id.trim() } }),
            },
          )
        }}
      >
        <Stack gap="sm">
          <p>
            It is recorded as version {draft.version} and sealed in the log. From its day on it runs on the evidence it
            is asked for, and what it answers counts.
          </p>
          <Select
            label="Asked for by"
            description={isUsed ? `By ${usedBy.join(', ')} already; leave it empty to keep to that.` : undefined}
            required={!isUsed}
            searchable
            clearable={isUsed}
            placeholder="An evidence requirement of a control"
            data={requirements}
            value={requirement === '' ? null : requirement}
            onChange={(value) => setChosen(value ?? '')}
          />
          <TextInput
            label="In effect from"
            description="The newest evidence is judged by it at once; evidence before it only where its interval ends on this day or later."
            type="date"
            required
            value={effective}
            onChange={(event) => setEffective(event.currentTarget.value)}
          />
          <Textarea
            label="Why"
            description="At least ten characters; it stands in the log with the check."
            required
            maxLength={2000}
            autosize
            minRows={2}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {activate.error !== null && <Problem error={activate.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!isReady} loading={activate.isPending}>
              Put it into effect
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** The evidence requirements of the controls in operation, as rows of the matrix name them. */
function useRequirements(): string[] {
  const rows = useAnswer('listMatrix', { query: { limit: 500, sort: 'status' } })
  const named = (rows.data?.items ?? []).map(({ control, requirement }) => `${control}/${requirement}`)
  return [...new Set(named)].toSorted()
}

/** What the evidence tried says it proves first. */
function useProved({ on, evidence }: CheckDraft): string | undefined {
  const tried = useAnswer('readEvidence', { params: { evidence } }, { enabled: on === 'evidence' && evidence !== '' })
  return tried.data?.proves[0]?.requirement
}

async function record(draft: CheckDraft, { effective, reason, requirement }: Activation, organization: string) {
  const at = { organization }
  const id = draft.id.trim()
  await call(
    'recordDocument',
    { params: { kind: 'check', id }, body: { effective, body: { ...composeDefinition(draft), reason } } },
    at,
  )
  if (requirement === '') return
  const [control = '', own = ''] = requirement.split('/')
  const versions = await call('readDocument', { params: { kind: 'control', id: control }, query: {} }, at)
  const before = versions.items.find((version) => version.effective <= effective) ?? versions.items[0]
  // The server has judged it by the schema of tailorings when it was recorded.
  const tailoring = before?.body as Tailoring | null | undefined
  if (tailoring === null || tailoring === undefined) return
  const evidence = tailoring.evidence ?? {}
  const checks = { ...evidence[own]?.checks, [id]: { ...evidence[own]?.checks?.[id], reason } }
  await call(
    'recordDocument',
    {
      params: { kind: 'control', id: control },
      body: { effective, body: { ...tailoring, evidence: { ...evidence, [own]: { ...evidence[own], checks } } } },
    },
    at,
  )
}
