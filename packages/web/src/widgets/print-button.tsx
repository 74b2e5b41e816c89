import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'

/** Prints the page as it stands; the print style sheet leaves out what is only for the screen. */
export function PrintButton() {
  return (
    <Button variant="default" leftSection={<IconPrinter size={15} aria-hidden />} onClick={() => globalThis.print()}>
      Print
    </Button>
  )
}
