import type { Tailoring } from '@evidentia/core'
import { IconArrowDownCircle, IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import type { StatusFace } from '../../status/row-status.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { ButtonLink } from '../../widgets/button-link.tsx'
import classes from './control.module.css'

interface TailoringProps {
  readonly control: string
  readonly tailoring: Tailoring | null
}

/** The ways to adopt, adjust or retire the control. */
export function TailoringActions({ control, tailoring }: TailoringProps) {
  const org = useOrganization()
  if (!usePermission('program:write')) return null
  const isOperated = tailoring !== null && tailoring.retired === undefined
  return (
    <>
      <ButtonLink
        variant={isOperated ? 'default' : 'filled'}
        to="/o/$org/controls/$control/tailoring"
        params={{ org, control }}
      >
        {isOperated ? 'Adjust' : 'Adopt'}
      </ButtonLink>
      {isOperated && (
        <ButtonLink
          variant="default"
          to="/o/$org/controls/$control/tailoring"
          params={{ org, control }}
          search={{ act: 'retire' }}
        >
          Retire
        </ButtonLink>
      )}
    </>
  )
}

/** Says that the library has a newer version than the one operated; nothing changes by itself. */
export function UpgradeNotice({ control, tailoring }: TailoringProps) {
  const org = useOrganization()
  const { asOf } = useAsOf()
  const mayRead = usePermission('program:read')
  const upgrade = useAnswer(
    'previewUpgrade',
    { params: { control }, query: { asOf } },
    { enabled: mayRead && tailoring !== null },
  )
  if (upgrade.data === undefined || upgrade.data.to <= upgrade.data.operated) return null
  return (
    <p className={classes['upgrade']} data-tone="soon">
      <IconArrowDownCircle size={17} aria-hidden />
      <span>
        The library has version {upgrade.data.to}; you operate version {upgrade.data.operated}.{' '}
        <Link to="/o/$org/controls/$control/upgrade" params={{ org, control }}>
          See what would change
        </Link>
      </span>
    </p>
  )
}

/** Leads to the library's words where the organization departs from them. */
export function CompareLink({ control, tailoring }: TailoringProps) {
  const org = useOrganization()
  const mayRead = usePermission('program:read')
  const departs =
    (tailoring?.scope ?? tailoring?.policyClause ?? tailoring?.implementation ?? tailoring?.evidence) !== undefined
  if (!mayRead || !departs) return null
  return (
    <Link to="/o/$org/controls/$control/upgrade" params={{ org, control }}>
      Compare with the library
    </Link>
  )
}

const departureFace: StatusFace = {
  word: 'Our own',
  meaning: 'departs from the library; the reason stands with the tailoring',
  tone: 'calm',
  icon: IconPencil,
}

/** Marks what the organization has in its own words in place of the library's. */
export function DepartureLabel({ departs }: { readonly departs: boolean }) {
  return departs ? <StatusLabel face={departureFace} /> : null
}
