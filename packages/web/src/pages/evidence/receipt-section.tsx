import { Button, Group, Stack, TextInput } from '@mantine/core'
import { IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { readArtifact } from '../../client/call.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { Answer } from '../../widgets/answer.tsx'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { ReceiptActions } from './receipt-actions.tsx'
import { VerificationReport } from './verification-report.tsx'

interface ReceiptSectionProps {
  readonly item: Answered<'readEvidence'>
}

/** The receipt of an evidence item, and its verification in this browser. */
export function ReceiptSection({ item }: ReceiptSectionProps) {
  const receipt = useAnswer('readReceipt', { params: { evidence: item.id } })
  return (
    <Section title="Receipt">
      <Answer of={receipt}>{(data) => <Receipt item={item} receipt={data} />}</Answer>
    </Section>
  )
}

function Receipt({ item, receipt }: ReceiptSectionProps & { readonly receipt: Answered<'readReceipt'> }) {
  const organization = useOrganization()
  const mayReadArtifact = usePermission('artifact:read')
  const canReadArtifact = mayReadArtifact && (item.disposal === null || item.disposal.approved === null)
  const [ownKey, setOwnKey] = useState('')
  const verification = useMutation({
    mutationFn: async () => {
      const [{ verifyEvidence }, artifact] = await Promise.all([
        import('./verify-evidence.ts'),
        canReadArtifact ? readArtifact(item.id, organization) : Promise.resolve(null),
      ])
      return verifyEvidence({
        sha256: item.artifact.sha256,
        receipt,
        artifact,
        ownKey: ownKey.trim() === '' ? null : ownKey.trim(),
      })
    },
  })
  return (
    <Stack gap="sm">
      <p>
        Sealed as entry {receipt.entry}. Keep the receipt: with it and the file, anyone can check this without this
        server.
      </p>
      <TextInput
        label="Log key you trust"
        description="Optional. Paste the key you were given by another way; without one, the key this server shows is used."
        placeholder={receipt.verifierKey}
        value={ownKey}
        onChange={(event) => setOwnKey(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button
          leftSection={<IconRosetteDiscountCheck size={16} aria-hidden />}
          loading={verification.isPending}
          onClick={() => verification.mutate()}
        >
          Verify in this browser
        </Button>
        <ReceiptActions receipt={receipt} name={item.id} />
      </Group>
      {verification.error !== null && <Problem error={verification.error} />}
      {verification.data !== undefined && <VerificationReport verification={verification.data} />}
    </Stack>
  )
}
