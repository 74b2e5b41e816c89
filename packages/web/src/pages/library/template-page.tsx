import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useOrganization } from '../../client/organization.ts'
import { Page } from '../../widgets/page.tsx'
import { PrintButton } from '../../widgets/print-button.tsx'
import classes from './library.module.css'

interface TemplatePageProps {
  readonly kind: string
  readonly template: {
    readonly title: string
    readonly version: number
    readonly licence: string
    readonly source: { readonly title: string; readonly checked?: string }
  }
  readonly lead: ReactNode
  readonly children: ReactNode
}

/** The frame of one template of the library: what it is, where it comes from, and its print button. */
export function TemplatePage({ kind, template, lead, children }: TemplatePageProps) {
  const org = useOrganization()
  return (
    <Page
      title={template.title}
      above={
        <>
          <Link to="/o/$org/library" params={{ org }}>
            Library
          </Link>
          , {kind}, version {template.version}
        </>
      }
      lead={lead}
      actions={<PrintButton />}
    >
      {children}
      <p className="soft">
        Source: {template.source.title}. License: {template.licence}.
      </p>
    </Page>
  )
}

/** The controls something speaks for, each linked. */
export function ControlLinks({ controls }: { readonly controls: readonly string[] | undefined }) {
  const org = useOrganization()
  if (controls === undefined || controls.length === 0) return null
  return (
    <span className={classes['controls']}>
      Controls:{' '}
      {controls.map((control, index) => (
        <span key={control}>
          {index > 0 && ', '}
          <Link to="/o/$org/controls/$control" params={{ org, control }}>
            {control}
          </Link>
        </span>
      ))}
    </span>
  )
}
