import { Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMembership, useOrganization } from '../client/organization.ts'
import { Mark } from '../widgets/mark.tsx'
import { OrganizationSwitch } from './organization-switch.tsx'
import { organizationPages } from './pages-of-organization.ts'
import classes from './navigation.module.css'

/** The navigation at the side of a wide screen. */
export function NavigationRail() {
  return (
    <nav className={classes['rail']} aria-label="Evidentia" data-print="hidden">
      <NavigationContent />
    </nav>
  )
}

/** The same navigation, called up on a narrow screen. */
export function NavigationDrawer({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Drawer.Root opened={opened} onClose={onClose} size={240} padding={0}>
      <Drawer.Overlay />
      <Drawer.Content aria-label="Navigation" className={classes['drawer'] ?? ''}>
        <nav className={classes['drawerBody']} aria-label="Evidentia">
          <NavigationContent onNavigate={onClose} />
        </nav>
      </Drawer.Content>
    </Drawer.Root>
  )
}

function NavigationContent({ onNavigate }: { readonly onNavigate?: () => void }) {
  const org = useOrganization()
  const permissions = useMembership()?.permissions ?? []
  return (
    <>
      <Link to="/o/$org" params={{ org }} className={classes['brand']} onClick={onNavigate}>
        <Mark size={22} />
        Evidentia
      </Link>
      <OrganizationSwitch />
      <div className={classes['pages']}>
        {organizationPages
          .filter(({ permission }) => permissions.includes(permission))
          .map(({ to, label, key, icon: Icon }) => (
            <Link
              key={to}
              to={to}
              params={{ org }}
              className={classes['link']}
              activeOptions={{ exact: to === '/o/$org', includeSearch: false }}
              onClick={onNavigate}
            >
              <Icon size={17} stroke={1.7} aria-hidden />
              <span>{label}</span>
              <kbd aria-hidden title={`Press g, then ${key}`}>
                g {key}
              </kbd>
            </Link>
          ))}
      </div>
    </>
  )
}
