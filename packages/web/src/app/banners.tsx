import { Button, Group } from '@mantine/core'
import { IconCalendarX, IconFlask, IconKey } from '@tabler/icons-react'
import { Link, useMatch, useSearch } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useMembership } from '../client/organization.ts'
import { useSession } from '../client/session.ts'
import { formatLongDate } from '../time/format.ts'
import { ButtonLink } from '../widgets/button-link.tsx'
import { useChooseDay } from './as-of-picker.tsx'
import { RemoveSampleDialog } from './remove-sample-dialog.tsx'
import classes from './banners.module.css'

/** What a reader must know before believing a page: it is a sample, it is another day, or there is no way back in. */
export function Banners() {
  return (
    <div data-print="flow">
      <AsOfBanner />
      <SampleBanner />
      <CredentialBanner />
    </div>
  )
}

function AsOfBanner() {
  const asOf = useSearch({ strict: false, select: (search) => search.asOf })
  const choose = useChooseDay()
  if (asOf === undefined) return null
  return (
    <Banner tone="soon" icon={<IconCalendarX size={17} aria-hidden />} label="Not today">
      <span>
        You are looking at <strong>{formatLongDate(asOf)}</strong>, not at today.
      </span>
      <Button size="compact-sm" variant="default" onClick={() => choose(undefined)}>
        Back to today
      </Button>
    </Banner>
  )
}

function SampleBanner() {
  const membership = useMembership()
  const [removing, setRemoving] = useState(false)
  if (membership?.sample !== true) return null
  return (
    <Banner tone="warn" icon={<IconFlask size={17} aria-hidden />} label="Sample organization">
      <span>
        <strong>Sample.</strong> Every name and file in this organization is invented.
      </span>
      <Group gap="xs">
        <ButtonLink size="compact-sm" variant="default" to="/create">
          Create your organization
        </ButtonLink>
        {membership.permissions.includes('organization:remove') && (
          <Button size="compact-sm" variant="default" onClick={() => setRemoving(true)}>
            Remove the sample
          </Button>
        )}
      </Group>
      <RemoveSampleDialog opened={removing} onClose={() => setRemoving(false)} />
    </Banner>
  )
}

function CredentialBanner() {
  const { user } = useSession()
  const isOverview = useMatch({ from: '/o/$org/', shouldThrow: false }) !== undefined
  if (!isOverview || user === null || user.hasPassword || user.passkeys > 0) return null
  return (
    <Banner tone="calm" icon={<IconKey size={17} aria-hidden />} label="No way back in">
      <span>You came by a one-time link. Without a passkey or password you need another link next time.</span>
      <Link to="/account">Set up sign-in</Link>
    </Banner>
  )
}

interface BannerProps {
  readonly tone: string
  readonly icon: ReactNode
  readonly label: string
  readonly children: ReactNode
}

function Banner({ tone, icon, label, children }: BannerProps) {
  return (
    <section className={classes['banner']} data-tone={tone} aria-label={label}>
      {icon}
      <div className={classes['content']}>{children}</div>
    </section>
  )
}
