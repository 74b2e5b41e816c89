import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import { IconKeyboard, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useSession } from '../client/session.ts'
import { MenuLink } from '../widgets/menu-link.tsx'
import { useSignOut } from './sign-out.ts'
import { openShortcutHelp } from './shortcut-store.ts'

const schemes = [
  { scheme: 'light', label: 'Light' },
  { scheme: 'dark', label: 'Dark' },
  { scheme: 'auto', label: 'Like the system' },
] as const

/** The signed-in person, the color scheme, the keyboard shortcuts, and the way out. */
export function AccountMenu() {
  const { user } = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  function choose(value: string): void {
    const chosen = schemes.find(({ scheme }) => scheme === value)
    if (chosen !== undefined) setColorScheme(chosen.scheme)
  }
  return (
    <Menu withInitialFocusPlaceholder={false} position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={`Account of ${user?.name ?? 'a visitor'}`}>
          <IconUserCircle size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user?.email}</Menu.Label>
        <MenuLink to="/account" leftSection={<IconUserCircle size={16} aria-hidden />}>
          Account
        </MenuLink>
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={openShortcutHelp}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Colors</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={choose}>
          {schemes.map(({ scheme, label }) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
