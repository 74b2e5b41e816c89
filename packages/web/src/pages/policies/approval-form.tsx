import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAsOf } from '../../app/as-of.ts'
import { call } from '../../client/call.ts'
import { useToday } from '../../client/organization.ts'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import type { PolicyVersion, ReadPolicy } from './policy-page.tsx'
import classes from './policy.module.css'

interface ApprovalFormProps {
  readonly policy: ReadPolicy
  readonly version: PolicyVersion
  /** The verb on the button. */
  readonly action: string
}

/** Approves exactly the text that is shown: its hash goes along, so that what changed meanwhile is refused. */
export function ApprovalForm({ policy, version, action }: ApprovalFormProps) {
  const { asOf } = useAsOf()
  const today = useToday()
  const [effective, setEffective] = useState(() => latest(version.effective, asOf === undefined ? policy.asOf : today))
  const approve = useOrganizationChange(async (day: string, organization) =>
    call(
      'approvePolicy',
      { params: { policy: policy.id }, body: { sha256: version.sha256, effective: day } },
      { organization },
    ),
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        approve.mutate(effective)
      }}
    >
      <div className={classes['form']}>
        <TextInput
          label="In force from"
          type="date"
          required
          value={effective}
          onChange={(event) => setEffective(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" loading={approve.isPending}>
          {action}
        </Button>
      </div>
      {approve.error !== null && <Problem error={approve.error} />}
    </form>
  )
}

function latest(one: string, other: string): string {
  return one > other ? one : other
}
