import type { Tailoring } from '@evidentia/core'
import { Button, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { useOrganization, useToday } from '../../client/organization.ts'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { ReasonField } from './reason-field.tsx'
import classes from './tailoring.module.css'

/** Ends the operation of a control on a day; what was owed and collected before stays. */
export function RetireForm({ tailoring }: { readonly tailoring: Tailoring }) {
  const org = useOrganization()
  const navigate = useNavigate()
  const today = useToday()
  const [retired, setRetired] = useState(today)
  const [reason, setReason] = useState('')
  const record = useOrganizationChange(async (_: null, organization) =>
    call(
      'recordDocument',
      {
        params: { kind: 'control', id: tailoring.id },
        // A day to come is known from today on; a day that is over counts from itself.
        body: { effective: retired < today ? retired : today, body: { ...tailoring, retired, reason: reason.trim() } },
      },
      { organization },
    ),
  )
  return (
    <form
      className={classes['fields']}
      onSubmit={(event) => {
        event.preventDefault()
        record.mutate(null, {
          onSuccess: () => void navigate({ to: '/o/$org/controls/$control', params: { org, control: tailoring.id } }),
        })
      }}
    >
      <p>
        From the day after, the control owes no evidence and serves no requirement. Days before keep what was owed and
        what was collected, and requirements it alone served become gaps.
      </p>
      <TextInput
        label="Last day of operation"
        type="date"
        required
        min={tailoring.adopted}
        value={retired}
        onChange={(event) => setRetired(event.currentTarget.value)}
      />
      <ReasonField value={reason} required onChange={setReason} />
      {record.error !== null && <Problem error={record.error} />}
      <div>
        <Button type="submit" size="sm" color="brick" disabled={reason.trim().length < 10} loading={record.isPending}>
          Retire the control
        </Button>
      </div>
    </form>
  )
}
