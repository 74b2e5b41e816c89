import { lazy, Suspense, useEffect } from 'react'
import { palette } from './palette-store.ts'
import { useFlag } from './stored-flag.ts'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))

/** Opens the palette on Ctrl or Command with K; its code is loaded the first time. */
export function PaletteHost() {
  const opened = useFlag(palette)
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      palette.set(!palette.read())
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  if (!opened) return null
  return (
    <Suspense fallback={null}>
      <Palette onClose={() => palette.set(false)} />
    </Suspense>
  )
}
