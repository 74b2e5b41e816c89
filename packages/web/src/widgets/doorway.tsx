import { useEffect, type ReactNode } from 'react'
import { Mark } from './mark.tsx'
import classes from './doorway.module.css'

interface DoorwayProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly wide?: boolean
  readonly children: ReactNode
}

/** A page outside of any organization: one thing to do, on a quiet ground. */
export function Doorway({ title, lead, wide = false, children }: DoorwayProps) {
  useEffect(() => {
    document.title = `${title} · Evidentia`
  }, [title])
  return (
    <div className={classes['ground']}>
      <header className={classes['brand']}>
        <Mark size={24} /> Evidentia
      </header>
      <main className={classes['sheet']} data-wide={wide || undefined}>
        <h1>{title}</h1>
        {lead !== undefined && <p className="soft">{lead}</p>}
        {children}
      </main>
    </div>
  )
}
