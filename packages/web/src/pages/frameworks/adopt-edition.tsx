import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useToday } from '../../client/organization.ts'
import type { Answer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { ProblemError } from '../../client/problem.ts'
import { formatDate, isDate } from '../../time/format.ts'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { adoptEdition } from './edition-choice.ts'

interface AdoptEditionProps {
  readonly framework: Answer<'readFramework'>['framework']
  readonly onClose: () => void
}

/** Has the organization judged by an edition from a day on. Days before it keep the edition they were judged by. */
export function AdoptEdition({ framework, onClose }: AdoptEditionProps) {
  const [day, setDay] = useState(useToday())
  const adopt = useOrganizationChange(async (effective: string, organization) =>
    recordAdoption(framework, effective, organization),
  )
  return (
    <Modal opened onClose={onClose} title={`Be judged by ${framework.shortTitle}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          adopt.mutate(day, { onSuccess: onClose })
        }}
      >
        <Stack gap="sm">
          <p>
            {framework.status === 'proposed' && 'It is proposed and not law. '}
            From this day on its requirements count, in place of another edition of the same framework. Earlier days
            keep the edition they were judged by.
          </p>
          <TextInput
            label="From"
            type="date"
            required
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
            data-autofocus
          />
          {adopt.error !== null && <Problem error={adopt.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!isDate(day)} loading={adopt.isPending}>
              {isDate(day) ? `Adopt from ${formatDate(day)}` : 'Adopt'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** Records the organization as it stood on the day with the edition among its frameworks. Throws ProblemError. */
async function recordAdoption(
  framework: AdoptEditionProps['framework'],
  effective: string,
  organization: string,
): Promise<void> {
  const at = { organization }
  const [stood, { items: known }] = await Promise.all([
    call('listDocuments', { query: { kind: 'organization', asOf: effective, limit: 1 } }, at),
    call('listFrameworks', { query: { limit: 100 } }, at),
  ])
  const [document] = stood.items
  const body = document?.body
  if (document === undefined || body === null || body === undefined) {
    throw new ProblemError(
      0,
      'not-found',
      `The organization is not described on ${formatDate(effective)}. Choose a later day.`,
      null,
    )
  }
  const versions = await call('readDocument', { params: { kind: 'organization', id: document.id }, query: {} }, at)
  const later = versions.items.findLast((version) => version.effective > effective)
  if (later !== undefined) {
    // It names its own frameworks and would end the adoption on its first day without anybody saying so.
    throw new ProblemError(
      0,
      'conflict',
      `The organization is already described anew from ${formatDate(later.effective)}. Choose that day or a later one.`,
      null,
    )
  }
  const current = Array.isArray(body['frameworks']) ? body['frameworks'].map(String) : []
  await call(
    'recordDocument',
    {
      params: { kind: 'organization', id: document.id },
      body: { effective, body: { ...body, frameworks: adoptEdition(current, framework, known) } },
    },
    at,
  )
}
