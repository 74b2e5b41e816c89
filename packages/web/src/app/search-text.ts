import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'

/** Puts what a person searches for into the address of the page, without a step in the history for each letter. */
export function useSearchText(): (text: string) => void {
  const navigate = useNavigate()
  return useCallback(
    (text) =>
      void navigate({ to: '.', search: (old) => ({ ...old, q: text === '' ? undefined : text }), replace: true }),
    [navigate],
  )
}
