import { Button, Group, Modal, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { lastActivity } from '../client/activity.ts'
import { sessionQuery, useSession } from '../client/session.ts'
import { useSignOut } from './sign-out.ts'

const warningMilliseconds = 60_000
const checkMilliseconds = 5000

/** Warns a minute before an idle session ends, and extends it on request (WCAG 2.2.1). */
export function IdleWarning() {
  const [opened, setOpened] = useState(false)
  const idleMilliseconds = useIdleLimit()
  const queryClient = useQueryClient()
  const signOut = useSignOut()
  useEffect(() => {
    if (idleMilliseconds === null) return undefined
    const timer = setInterval(() => {
      const left = lastActivity() + idleMilliseconds - Date.now()
      setOpened(left < warningMilliseconds)
      // Ended: asking anything answers 401, which leads to the sign-in page.
      if (left < 0) void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
    }, checkMilliseconds)
    return () => clearInterval(timer)
  }, [idleMilliseconds, queryClient])
  async function extend(): Promise<void> {
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })
    setOpened(false)
  }
  // Closed, it would stand on the page as a dialog without a name.
  if (!opened) return null
  return (
    <Modal opened onClose={() => void extend()} title="Still there?" role="alertdialog">
      <Text>You will be signed out in about a minute, because nothing has happened here for a while.</Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={signOut}>
          Sign out
        </Button>
        <Button onClick={() => void extend()} data-autofocus>
          Stay signed in
        </Button>
      </Group>
    </Modal>
  )
}

/** How long a session may idle: what the server said, measured when it said it. */
function useIdleLimit(): number | null {
  const { idleUntil } = useSession()
  const read = useRef<{ idleUntil: string; limit: number } | null>(null)
  if (idleUntil === null) return null
  if (read.current?.idleUntil !== idleUntil) {
    read.current = { idleUntil, limit: Math.max(0, Date.parse(idleUntil) - lastActivity()) }
  }
  return read.current.limit
}
