import { Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { UploadProvider } from '../upload/upload-provider.tsx'
import { Banners } from './banners.tsx'
import { FetchingBar } from './fetching-bar.tsx'
import { IdleWarning } from './idle-warning.tsx'
import { NavigationDrawer, NavigationRail } from './navigation.tsx'
import { PaletteHost } from './palette-host.tsx'
import { ShortcutKeys } from './shortcut-keys.tsx'
import { TopBar } from './top-bar.tsx'
import classes from './shell.module.css'

/** What stands around every page of an organization. */
export function Shell() {
  const [drawerOpen, setDrawerOpen] = useState(false)
  const main = useFocusOnNavigation()
  return (
    <UploadProvider>
      <div className={classes['shell']} data-print="flow">
        <a className={classes['skip']} data-print="hidden" href="#main" onClick={() => main.current?.focus()}>
          Skip to the page
        </a>
        <NavigationRail />
        <NavigationDrawer opened={drawerOpen} onClose={() => setDrawerOpen(false)} />
        <div className={classes['page']} data-print="flow">
          <TopBar onOpenNavigation={() => setDrawerOpen(true)} />
          <Banners />
          <main id="main" ref={main} tabIndex={-1} className={classes['main']} data-print="flow">
            <Outlet />
          </main>
        </div>
      </div>
      <FetchingBar />
      <PaletteHost />
      <ShortcutKeys />
      <IdleWarning />
    </UploadProvider>
  )
}

/** Moves focus to the page when the address changes, so that a keyboard or a screen reader starts where the eye does. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const last = useRef(pathname)
  useEffect(() => {
    if (last.current === pathname) return
    last.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname])
  return main
}
