import { Button, CopyButton, Group } from '@mantine/core'
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react'
import type { Answer } from '../../client/answers.ts'
import { saveFile } from '../../widgets/save-file.ts'

interface ReceiptActionsProps {
  readonly receipt: Answer<'readReceipt'>
  readonly name: string
}

/** Lets the depositor keep a receipt: the whole of it as a file, or only the proof to compare. */
export function ReceiptActions({ receipt, name }: ReceiptActionsProps) {
  return (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<IconDownload size={15} aria-hidden />}
        onClick={() => saveFile(`${name}.receipt.json`, 'application/json', `${JSON.stringify(receipt, null, 2)}\n`)}
      >
        Download the receipt
      </Button>
      <CopyButton value={receipt.proof}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
            onClick={copy}
          >
            <span aria-live="polite">{copied ? 'Copied' : 'Copy the proof'}</span>
          </Button>
        )}
      </CopyButton>
    </Group>
  )
}
