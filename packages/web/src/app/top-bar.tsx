import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconMenu2, IconSearch, IconUpload } from '@tabler/icons-react'
import { usePermission } from '../client/organization.ts'
import { useUpload } from '../upload/upload-context.ts'
import { AccountMenu } from './account-menu.tsx'
import { AsOfPicker } from './as-of-picker.tsx'
import { openPalette } from './palette-store.ts'
import { PeriodPicker } from './period-picker.tsx'
import classes from './top-bar.module.css'

/** The bar above every page: the day and the period asked about, search, recording, the account. */
export function TopBar({ onOpenNavigation }: { readonly onOpenNavigation: () => void }) {
  const openUpload = useUpload()
  const canRecord = usePermission('evidence:write')
  return (
    <header className={classes['bar']} data-print="hidden">
      <ActionIcon
        className={classes['menu'] ?? ''}
        variant="subtle"
        size={34}
        aria-label="Open navigation"
        onClick={onOpenNavigation}
      >
        <IconMenu2 size={20} aria-hidden />
      </ActionIcon>
      <AsOfPicker />
      <PeriodPicker />
      <div className={classes['space']} />
      <Tooltip label="Search everything (Ctrl K)">
        <button type="button" className={classes['search']} onClick={openPalette} aria-keyshortcuts="Control+K Meta+K">
          <IconSearch size={16} aria-hidden />
          <span className={classes['searchText']}>
            Search<span className="visually-hidden"> everything</span>
          </span>
          <kbd aria-hidden>Ctrl K</kbd>
        </button>
      </Tooltip>
      {canRecord && (
        <Button
          leftSection={<IconUpload size={15} aria-hidden />}
          onClick={() => openUpload({})}
          className={classes['record'] ?? ''}
          aria-label="Record evidence"
        >
          <span className={classes['recordText']}>Record evidence</span>
        </Button>
      )}
      <AccountMenu />
    </header>
  )
}
