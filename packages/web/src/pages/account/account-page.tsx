import { Switch } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useSession } from '../../client/session.ts'
import { singleKeys } from '../../app/shortcut-store.ts'
import { useFlag } from '../../app/stored-flag.ts'
import { Doorway } from '../../widgets/doorway.tsx'
import { Section } from '../../widgets/page.tsx'
import { CodesSection } from './codes-section.tsx'
import { PasskeySection } from './passkey-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SessionsSection } from './sessions-section.tsx'

/** How the signed-in person gets in, and where they are signed in. */
export function AccountPage() {
  const { user } = useSession()
  const hasSingleKeys = useFlag(singleKeys)
  if (user === null) return null
  return (
    <Doorway title="Account" lead={`${user.name}, ${user.email}`} wide>
      <Link to="/">Back to your organizations</Link>
      <PasskeySection count={user.passkeys} />
      <PasswordSection hasPassword={user.hasPassword} />
      <CodesSection hasTotp={user.hasTotp} hasPassword={user.hasPassword} />
      <SessionsSection />
      <Section title="Keyboard">
        <Switch
          label="Single-key shortcuts"
          description="Off: only Ctrl K and the keys inside tables work. Kept in this browser."
          checked={hasSingleKeys}
          onChange={(event) => singleKeys.set(event.currentTarget.checked)}
        />
      </Section>
    </Doorway>
  )
}
