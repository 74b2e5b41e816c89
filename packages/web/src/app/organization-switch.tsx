import { Menu, UnstyledButton } from '@mantine/core'
import { IconBuildingHospital, IconCheck, IconPlus, IconSelector } from '@tabler/icons-react'
import { useMembership } from '../client/organization.ts'
import { useSession } from '../client/session.ts'
import { MenuLink } from '../widgets/menu-link.tsx'
import classes from './organization-switch.module.css'

/** The organization one is in, and the way to another. */
export function OrganizationSwitch() {
  const membership = useMembership()
  const { organizations } = useSession()
  return (
    <Menu withInitialFocusPlaceholder={false} position="bottom-start" width={260}>
      <Menu.Target>
        <UnstyledButton
          className={classes['button']}
          aria-label={`Organization: ${membership?.name ?? 'none'}. Change`}
        >
          <span className={classes['name']}>{membership?.name ?? 'Organization'}</span>
          <IconSelector size={15} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Organizations</Menu.Label>
        {organizations.map(({ slug, name, sample }) => (
          <MenuLink
            key={slug}
            to="/o/$org"
            params={{ org: slug }}
            leftSection={<IconBuildingHospital size={16} aria-hidden />}
            rightSection={slug === membership?.slug ? <IconCheck size={16} aria-label="You are here" /> : undefined}
          >
            {name}
            {sample ? ' (sample)' : ''}
          </MenuLink>
        ))}
        <Menu.Divider />
        <MenuLink to="/create" leftSection={<IconPlus size={16} aria-hidden />}>
          Create your organization
        </MenuLink>
      </Menu.Dropdown>
    </Menu>
  )
}
