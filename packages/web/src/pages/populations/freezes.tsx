import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization } from '../../client/organization.ts'
import { formatCount } from '../../time/format.ts'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import classes from './populations.module.css'

type Freeze = Answer<'listFreezes'>['items'][number]

const pollMs = 1500

/** Freezes that go on, how far they are, and those that failed. What is frozen stands in the list below. */
export function Freezes() {
  const freezes = useAnswer('listFreezes', {})
  const { refetch } = freezes
  const shown = (freezes.data?.items ?? []).filter(({ state }) => state !== 'frozen')
  const goesOn = shown.some(({ state }) => state !== 'failed')
  useEffect(() => {
    if (!goesOn) return undefined
    const timer = setInterval(() => void refetch(), pollMs)
    return () => clearInterval(timer)
  }, [goesOn, refetch])
  if (shown.length === 0) return null
  return (
    <ul className={classes['freezes']} aria-label="Freezes">
      {shown.map((freeze) => (
        <li key={freeze.id}>
          <OneFreeze freeze={freeze} />
        </li>
      ))}
    </ul>
  )
}

/** One freeze: how far it is, what came of it, and a way to stop it. */
function OneFreeze({ freeze }: { readonly freeze: Freeze }) {
  const org = useOrganization()
  const { id, name, state, progress, population, problem } = freeze
  const cancel = useOrganizationChange(async (_: null, organization) =>
    call('cancelFreeze', { params: { freeze: id } }, { organization }),
  )
  return (
    <Group gap="sm" align="center">
      <strong>{name}</strong>
      <span aria-live="polite">{describe(state, progress, problem)}</span>
      {population !== null && (
        <Link to="/o/$org/populations/$population" params={{ org, population }}>
          Open it
        </Link>
      )}
      {(state === 'waiting' || state === 'freezing') && (
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(null)}>
          Cancel
        </Button>
      )}
      {cancel.error !== null && <Problem error={cancel.error} />}
    </Group>
  )
}

function describe(state: Freeze['state'], { done, total }: Freeze['progress'], problem: string | null): string {
  if (state === 'failed') return `Not frozen: ${problem ?? 'it failed'}`
  if (state === 'frozen') return 'Frozen'
  if (state === 'waiting' || total === 0) return 'Waiting to be frozen'
  return `Freezing: ${formatCount(done)} of ${formatCount(total)} records looked at`
}
