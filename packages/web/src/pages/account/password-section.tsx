import { Button, PasswordInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { useAccountChange } from './account-change.ts'

/** Setting or changing the password. */
export function PasswordSection({ hasPassword }: { readonly hasPassword: boolean }) {
  const [password, setPassword] = useState('')
  const [current, setCurrent] = useState('')
  const change = useAccountChange(async () => {
    await call('setPassword', { body: { password, ...(hasPassword ? { current } : {}) } })
    setPassword('')
    setCurrent('')
  })
  return (
    <Section title="Password" aside={<span className="soft">{hasPassword ? 'Set' : 'Not set'}</span>}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate(undefined)
        }}
      >
        <Stack gap="sm" align="flex-start">
          {hasPassword && (
            <PasswordInput
              w="100%"
              label="Current password"
              required
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.currentTarget.value)}
            />
          )}
          <PasswordInput
            w="100%"
            label="New password"
            description="At least 12 characters. Other sessions end."
            required
            minLength={12}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {change.error !== null && <Problem error={change.error} />}
          {change.isSuccess && <p role="status">The password is set.</p>}
          <Button type="submit" variant="default" loading={change.isPending}>
            {hasPassword ? 'Change the password' : 'Set a password'}
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
