import { Button } from '@mantine/core'
import { IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { call } from '../../client/call.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { Instant } from '../../time/day.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { saveFile } from '../../widgets/save-file.ts'
import classes from './findings.module.css'

/** Where something that was done is sealed. */
export interface Sealed {
  readonly finding: string
  readonly entry: number
  readonly recordedAt: string
}

/** Says where what was just done is sealed, and hands out its receipt. */
export function SealedNote({ sealed }: { readonly sealed: Sealed }) {
  return (
    <div className={classes['receipt']} data-tone="good" role="status">
      <p>
        <IconRosetteDiscountCheck size={15} aria-hidden /> Sealed in the log as entry {sealed.entry},{' '}
        <Instant at={sealed.recordedAt} />. The receipt proves it without this server.
      </p>
      <ReceiptButton entry={sealed.entry} />
    </div>
  )
}

/** Saves the receipt of one log entry. */
export function ReceiptButton({ entry }: { readonly entry: number }) {
  const organization = useOrganization()
  const mayRead = usePermission('log:read')
  const receipt = useMutation({
    mutationFn: async () => {
      const text = await call('readEntryReceipt', { params: { entry: String(entry) } }, { organization })
      saveFile(`entry-${entry}.receipt.json`, 'application/json', `${JSON.stringify(text, null, 2)}\n`)
    },
  })
  if (!mayRead) return null
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        loading={receipt.isPending}
        aria-label={`Receipt of entry ${entry}`}
        onClick={() => receipt.mutate()}
      >
        Receipt
      </Button>
      {receipt.error !== null && <Problem error={receipt.error} />}
    </>
  )
}
