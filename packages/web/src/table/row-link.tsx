import { Link, type LinkComponent } from '@tanstack/react-router'
import { createContext, useContext, type ReactNode } from 'react'
import classes from './virtual-table.module.css'

/** Whether the row around is the one the keyboard is on. */
export const ActiveRow = createContext(true)

/** The link that names a row and opens it. One per row takes part in tabbing; the arrow keys move it. */
export const RowLink: LinkComponent<'a'> = (props) => {
  const active = useContext(ActiveRow)
  return <Link data-row-link tabIndex={active ? 0 : -1} className={classes['rowLink']} {...props} />
}

/** The name of a row that has nothing to open, so that the arrow keys reach it as they do the others. */
export function RowName({ children }: { readonly children: ReactNode }) {
  const active = useContext(ActiveRow)
  return (
    <span data-row-link tabIndex={active ? 0 : -1} className={classes['rowName']}>
      {children}
    </span>
  )
}
