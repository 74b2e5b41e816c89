import { createFlag } from './stored-flag.ts'

/** Whether the palette was asked for. */
export const palette = createFlag(false)

export function openPalette(): void {
  palette.set(true)
}
