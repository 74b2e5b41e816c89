import { Menu, type MenuItemProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

interface AnchorItemProps extends MenuItemProps, Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof MenuItemProps> {
  readonly ref?: Ref<HTMLAnchorElement>
}

/** An entry of a menu that is a link. */
export const MenuLink = createLink((props: AnchorItemProps) => <Menu.Item component="a" {...props} />)
