import { usePermission } from '../../client/organization.ts'
import { Page } from '../../widgets/page.tsx'
import { ApiKeysSection } from './api-keys-section.tsx'
import { MailboxesSection } from './mailboxes-section.tsx'
import { MembersSection } from './members-section.tsx'
import { ScimSection } from './scim-section.tsx'
import { WebhooksSection } from './webhooks-section.tsx'

/** Who and what may enter the organization. */
export function SettingsPage() {
  const canManageKeys = usePermission('api-keys:manage')
  const canConnect = usePermission('connections:manage')
  return (
    <Page title="Settings" lead="Who and what may enter. Every change is sealed in the log.">
      <MembersSection />
      {canManageKeys && <ApiKeysSection />}
      {canConnect && <WebhooksSection />}
      {canConnect && <MailboxesSection />}
      {canConnect && <ScimSection />}
    </Page>
  )
}
