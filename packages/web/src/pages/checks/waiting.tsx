import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { counted } from '../../widgets/words.ts'

const pollMs = 1500

/** How many rows still wait for their checks to be run; when fewer do, what is shown of results is asked again. */
export function Waiting() {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const mayRead = usePermission('evidence:read')
  const answer = useAnswer('listCheckResults', { query: { limit: 1 } }, { enabled: mayRead })
  const waiting = answer.data?.waiting ?? 0
  const before = useRef(waiting)
  const { refetch } = answer
  useEffect(() => {
    if (waiting === 0) return undefined
    const timer = setInterval(() => void refetch(), pollMs)
    return () => clearInterval(timer)
  }, [waiting, refetch])
  useEffect(() => {
    if (waiting < before.current) void queryClient.invalidateQueries({ queryKey: [organization, 'listCheckResults'] })
    before.current = waiting
  }, [waiting, organization, queryClient])
  if (waiting === 0) return null
  return (
    <p className="soft" role="status">
      The checks of {counted(waiting, 'row')} are about to be run; their results appear here.
    </p>
  )
}
