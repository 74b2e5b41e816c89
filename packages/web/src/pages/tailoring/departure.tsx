import { Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './tailoring.module.css'

interface DepartureProps {
  readonly label: string
  /** The library's words, one paragraph each. */
  readonly library: string | readonly string[]
  readonly departs: boolean
  readonly onChange: (departs: boolean) => void
  /** The fields for the organization's own words. */
  readonly children: ReactNode
}

/** The library's words, and beside them the organization's own where it departs. */
export function Departure({ label, library, departs, onChange, children }: DepartureProps) {
  const paragraphs = typeof library === 'string' ? [library] : library
  return (
    <div className={classes['fields']}>
      <div className={classes['library']}>
        {paragraphs
          .filter((words) => words !== '')
          .map((words) => (
            <p key={words}>{words}</p>
          ))}
      </div>
      <Checkbox
        label={label}
        description="Depart from the library here; say why below."
        checked={departs}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {departs && children}
    </div>
  )
}
