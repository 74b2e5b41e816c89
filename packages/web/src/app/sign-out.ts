import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { call } from '../client/call.ts'
import { sessionQuery } from '../client/session.ts'

/** Ends the session and forgets everything this page has read. */
export function useSignOut(): () => void {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  async function leave(): Promise<void> {
    await navigate({ to: '/sign-in' })
    queryClient.clear()
    await queryClient.ensureQueryData(sessionQuery)
  }
  // A session that has already ended leads to the same place.
  return () => void call('signOut', {}).then(leave, leave)
}
