import type { ReactNode } from 'react'
import classes from './empty.module.css'

/** Says that there is nothing here, and what to do next. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={classes['empty']}>
      <p className={classes['title']}>{title}</p>
      <div>{children}</div>
    </div>
  )
}
