import { Button } from '@mantine/core'
import { call } from '../../client/call.ts'
import { usePermission } from '../../client/organization.ts'
import { Instant } from '../../time/day.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import type { PolicyVersion, ReadPolicy } from './policy-page.tsx'
import classes from './policy.module.css'

/** Says that the reader has read this version; a new version is acknowledged anew. */
export function Acknowledge({ policy, version }: { readonly policy: ReadPolicy; readonly version: PolicyVersion }) {
  const mayAcknowledge = usePermission('policy:acknowledge')
  const acknowledge = useOrganizationChange(async (sha256: string, organization) =>
    call('acknowledgePolicy', { params: { policy: policy.id }, body: { sha256 } }, { organization }),
  )
  if (policy.acknowledgedAt !== null) {
    return (
      <p className={classes['notice']} role="status">
        <span>
          You acknowledged this version <Instant at={policy.acknowledgedAt} />.
        </span>
      </p>
    )
  }
  if (!mayAcknowledge) return null
  return (
    <div>
      <div className={classes['notice']}>
        <span>You have not acknowledged the version in force. Read it below first.</span>
        <Button loading={acknowledge.isPending} onClick={() => acknowledge.mutate(version.sha256)}>
          I have read this version
        </Button>
      </div>
      {acknowledge.error !== null && <Problem error={acknowledge.error} />}
    </div>
  )
}
