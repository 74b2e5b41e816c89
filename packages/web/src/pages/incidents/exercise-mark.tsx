import { IconTargetArrow } from '@tabler/icons-react'
import classes from './incidents.module.css'

/** Says that something is practiced and did not happen. */
export function ExerciseMark() {
  return (
    <span className={classes['exercise']} data-tone="doubt">
      <IconTargetArrow size={14} aria-hidden /> Exercise
    </span>
  )
}
