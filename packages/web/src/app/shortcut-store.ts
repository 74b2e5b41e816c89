import { createFlag } from './stored-flag.ts'

/** Whether single keys are shortcuts (WCAG 2.1.4: they can be switched off). Kept in this browser. */
export const singleKeys = createFlag(true, 'evidentia-single-keys')

/** Whether the list of shortcuts is on screen. */
export const shortcutHelp = createFlag(false)

export function openShortcutHelp(): void {
  shortcutHelp.set(true)
}
