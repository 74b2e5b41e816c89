import { Button, Group, Stack, Text } from '@mantine/core'
import { IconRosetteDiscountCheck } from '@tabler/icons-react'
import type { Answer } from '../client/answers.ts'
import { useOrganization } from '../client/organization.ts'
import { ReceiptActions } from '../pages/evidence/receipt-actions.tsx'
import { formatCount } from '../time/format.ts'
import { Instant } from '../time/day.tsx'
import { ButtonLink } from '../widgets/button-link.tsx'
import { Fact, Facts } from '../widgets/facts.tsx'
import { counted } from '../widgets/words.ts'

interface UploadReceiptProps {
  readonly answers: readonly Answer<'recordEvidence'>[]
  readonly onClose: () => void
}

/** What the person takes away from an upload. */
export function UploadReceipt({ answers, onClose }: UploadReceiptProps) {
  const [only] = answers
  if (only !== undefined && answers.length === 1) return <OneReceipt answer={only} onClose={onClose} />
  return (
    <Stack gap="sm">
      <Text role="status">{counted(answers.length, 'file')} are sealed, each with its receipt.</Text>
      <ul>
        {answers.map(({ evidence, receipt, duplicate }) => (
          <li key={evidence.id}>
            {evidence.artifact.name}: {duplicate ? 'was recorded already' : `entry ${formatCount(receipt.entry)}`}{' '}
            <ReceiptActions receipt={receipt} name={evidence.id} />
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </Stack>
  )
}

interface OneReceiptProps {
  readonly answer: Answer<'recordEvidence'>
  readonly onClose: () => void
}

function OneReceipt({ answer: { evidence, receipt, duplicate }, onClose }: OneReceiptProps) {
  const org = useOrganization()
  return (
    <Stack gap="sm">
      <Group gap="xs" wrap="nowrap" align="flex-start" role="status">
        <IconRosetteDiscountCheck size={22} color="var(--seal)" aria-hidden />
        <Text>
          {duplicate
            ? 'This file was already recorded for the same thing and period. Nothing was added; this is its first receipt.'
            : `The file is sealed in the log as entry ${formatCount(receipt.entry)}.`}
        </Text>
      </Group>
      <Facts>
        <Fact name="File">{evidence.artifact.name}</Fact>
        <Fact name="Recorded">
          <Instant at={evidence.recordedAt} />
        </Fact>
        <Fact name="SHA-256">
          <code>{evidence.artifact.sha256}</code>
        </Fact>
        <Fact name="Read by">
          {evidence.derived === null
            ? 'No importer: kept as a file'
            : `${evidence.derived.importer}: ${formatCount(Object.values(evidence.derived.counts).reduce((sum, count) => sum + count, 0))} records, ${formatCount(evidence.derived.skippedTotal)} rows skipped`}
        </Fact>
      </Facts>
      <ReceiptActions receipt={receipt} name={evidence.id} />
      <Group justify="flex-end" gap="xs">
        <ButtonLink
          variant="default"
          to="/o/$org/evidence/$evidence"
          params={{ org, evidence: evidence.id }}
          onClick={onClose}
        >
          Open and verify
        </ButtonLink>
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </Stack>
  )
}
