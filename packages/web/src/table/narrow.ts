import { useMediaQuery } from '@mantine/hooks'

/** Whether the screen is too narrow for columns; the same width as in the style sheets. */
export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 860px)', false, { getInitialValueInEffect: false })
}
