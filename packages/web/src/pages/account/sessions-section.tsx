import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../client/call.ts'
import { Instant } from '../../time/day.tsx'
import { Answer } from '../../widgets/answer.tsx'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { useAccountChange } from './account-change.ts'

/** Every open session of the person, each with the way to end it. */
export function SessionsSection() {
  const sessions = useQuery({
    queryKey: ['account', 'sessions'],
    queryFn: async ({ signal }) => call('listSessions', {}, { signal }),
  })
  const end = useAccountChange(async (session: string) => call('endSession', { params: { session } }))
  return (
    <Section title="Where you are signed in">
      {end.error !== null && <Problem error={end.error} />}
      <Answer of={sessions}>
        {({ items }) => (
          <SimpleTable
            label="Sessions"
            head={['Browser', 'Address', 'Last used', 'End']}
            rows={items.map(({ id, current, agent, address, lastUsed }) => ({
              key: id,
              cells: [
                agent.slice(0, 80),
                address,
                <Instant key="used" at={lastUsed} />,
                current ? (
                  'This session'
                ) : (
                  <Button
                    key="end"
                    variant="default"
                    size="compact-sm"
                    onClick={() => end.mutate(id)}
                    aria-label={`End the session from ${address}`}
                  >
                    End
                  </Button>
                ),
              ],
            }))}
          />
        )}
      </Answer>
    </Section>
  )
}
