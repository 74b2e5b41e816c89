import { useEffect, type ReactNode } from 'react'
import classes from './page.module.css'

interface PageProps {
  readonly title: string
  /** What stands above the title: where this page belongs. */
  readonly above?: ReactNode
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  /** `full` gives the page the whole height, for a table that scrolls by itself. */
  readonly layout?: 'full' | 'flow'
  readonly children: ReactNode
}

/** A page with its heading; the browser's title follows it. */
export function Page({ title, above, lead, actions, layout = 'flow', children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Evidentia`
  }, [title])
  return (
    <div className={classes[layout]} data-print="flow">
      <div className={classes['head']}>
        <div className={classes['heading']}>
          {above !== undefined && <div className={classes['above']}>{above}</div>}
          <h1>{title}</h1>
          {lead !== undefined && <div className={classes['lead']}>{lead}</div>}
        </div>
        {actions !== undefined && (
          <div className={classes['actions']} data-print="hidden">
            {actions}
          </div>
        )}
      </div>
      {children}
    </div>
  )
}

/** A titled part of a page on its own sheet. */
export function Section({
  title,
  aside,
  children,
}: {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section className={classes['section']} aria-label={title}>
      <div className={classes['sectionHead']}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
