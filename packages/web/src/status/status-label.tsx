import type { RowStatus } from '@evidentia/core'
import { rowStatusFaces, type StatusFace } from './row-status.ts'
import classes from './status-label.module.css'

/** A status as icon and word. */
export function StatusLabel({ face }: { readonly face: StatusFace }) {
  const Icon = face.icon
  return (
    <span className={classes['label']} data-tone={face.tone} title={`${face.word}: ${face.meaning}`}>
      <Icon size={15} stroke={2} aria-hidden />
      {face.word}
    </span>
  )
}

/** Where a matrix row stands, as icon and word. */
export function RowStatusLabel({ status }: { readonly status: RowStatus }) {
  return <StatusLabel face={rowStatusFaces[status]} />
}
