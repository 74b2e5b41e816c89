import { Kbd, Modal, Switch, Table } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useOrganization, usePermission } from '../client/organization.ts'
import { useUpload } from '../upload/upload-context.ts'
import { openPalette } from './palette-store.ts'
import { organizationPages } from './pages-of-organization.ts'
import { shortcutHelp, singleKeys } from './shortcut-store.ts'
import { useFlag } from './stored-flag.ts'

const chordMilliseconds = 1500
const rows: readonly (readonly [keys: string, does: string])[] = [
  ['Ctrl K', 'search everything'],
  ['/', 'search on this page'],
  ['u', 'record evidence'],
  ['?', 'show this list'],
  ['↓ ↑ or j k', 'next or previous row of a table'],
  ['Enter', 'open the row'],
  ['x', 'choose the finding, for a deed on several'],
  ...organizationPages.map(({ key, label }) => [`g ${key}`, `go to ${label}`] as const),
]

/** Listens for single keys, unless they are switched off or typed into a field, and shows the list of them. */
export function ShortcutKeys() {
  const opened = useFlag(shortcutHelp)
  const enabled = useFlag(singleKeys)
  useSingleKeys(enabled)
  return (
    <Modal opened={opened} onClose={() => shortcutHelp.set(false)} title="Keyboard shortcuts">
      <Table aria-label="Keyboard shortcuts">
        <Table.Tbody>
          {rows.map(([keys, does]) => (
            <Table.Tr key={keys}>
              <Table.Td>
                <Kbd>{keys}</Kbd>
              </Table.Td>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Switch
        mt="md"
        label="Single-key shortcuts"
        description="Off: only Ctrl K and the keys inside tables work."
        checked={enabled}
        onChange={(event) => singleKeys.set(event.currentTarget.checked)}
      />
    </Modal>
  )
}

function useSingleKeys(enabled: boolean): void {
  const navigate = useNavigate()
  const org = useOrganization()
  const openUpload = useUpload()
  const canRecord = usePermission('evidence:write')
  const chordUntil = useRef(0)
  useEffect(() => {
    if (!enabled) return undefined
    function onKeyDown(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return
      const inChord = event.timeStamp < chordUntil.current
      chordUntil.current = event.key === 'g' && !inChord ? event.timeStamp + chordMilliseconds : 0
      const page = inChord ? organizationPages.find(({ key }) => key === event.key) : undefined
      if (page !== undefined) void navigate({ to: page.to, params: { org } })
      else if (event.key === '/') focusSearch()
      else if (event.key === '?') shortcutHelp.set(true)
      else if (event.key === 'u' && canRecord) openUpload({})
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [enabled, navigate, org, openUpload, canRecord])
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') !== null
  )
}

function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('input[data-page-search]')
  if (field === null) openPalette()
  else field.focus()
}
