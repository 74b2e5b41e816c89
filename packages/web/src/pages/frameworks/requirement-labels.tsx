import { Alert } from '@mantine/core'
import { IconInfoTriangle } from '@tabler/icons-react'
import classes from './framework.module.css'

/** Whether HIPAA calls a specification required or addressable (45 CFR 164.306(d)); nothing for other requirements. */
export function DesignationLabel({ designation }: { readonly designation: 'required' | 'addressable' | null }) {
  if (designation === null) return null
  return <span className={classes['designation']}>{designation === 'required' ? 'Required' : 'Addressable'}</span>
}

/** Marks what an authority has proposed and not put in force. */
export function ProposedLabel() {
  return (
    <span className={classes['proposed']} data-tone="doubt">
      <IconInfoTriangle size={14} aria-hidden /> Proposed, not law
    </span>
  )
}

/** Says at the head of a page that what it shows is not in force. */
export function ProposedNotice() {
  return (
    <Alert
      variant="outline"
      data-tone="doubt"
      icon={<IconInfoTriangle size={18} aria-hidden />}
      title="Proposed, not law"
      className={classes['notice'] ?? ''}
    >
      Nothing here is in force. It shows what would be asked if the proposal became law as written.
    </Alert>
  )
}
