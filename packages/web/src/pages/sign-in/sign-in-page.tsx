import { Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { call } from '../../client/call.ts'
import { sessionQuery, type Session } from '../../client/session.ts'
import { Problem } from '../../widgets/problem.tsx'
import { Doorway } from '../../widgets/doorway.tsx'
import { takeLinkToken } from './link-token.ts'

/** Signing in: by a one-time link, a passkey, or a password with a code. */
export function SignInPage() {
  const enter = useEnter()
  const [token] = useState(takeLinkToken)
  const link = useMutation({
    mutationFn: async (secret: string) => call('redeemLink', { body: { token: secret } }),
    onSuccess: enter,
  })
  const { mutate: redeem } = link
  useEffect(() => {
    if (token !== null) redeem(token)
  }, [token, redeem])
  if (token !== null && link.error === null) {
    return (
      <Doorway title="Signing you in">
        <p role="status">One moment: the link is being redeemed. It works once.</p>
      </Doorway>
    )
  }
  return (
    <Doorway title="Sign in">
      <Stack gap="md">
        {link.error !== null && <Problem error={link.error} />}
        <PasskeySignIn onEnter={enter} />
        <Divider label="or" />
        <PasswordSignIn onEnter={enter} />
        <p className="soft">
          No credentials yet? Open the one-time link you were sent. On a fresh server it is printed where the server was
          started.
        </p>
      </Stack>
    </Doorway>
  )
}

interface EnterProps {
  readonly onEnter: (session: Session) => Promise<void>
}

function PasswordSignIn({ onEnter }: EnterProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const signIn = useMutation({
    mutationFn: async () => call('signIn', { body: { email, password, ...(code === '' ? {} : { code }) } }),
    onSuccess: async (answer) => ('needs' in answer ? setNeedsCode(true) : onEnter(answer)),
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="E-mail"
          type="email"
          required
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          required
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {needsCode && (
          <TextInput
            label="One-time code"
            description="From your authenticator app."
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            data-autofocus
            autoFocus
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        {signIn.error !== null && <Problem error={signIn.error} />}
        <Button type="submit" size="sm" variant="default" loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}

function PasskeySignIn({ onEnter }: EnterProps) {
  const signIn = useMutation({
    mutationFn: async () => {
      const { signInWithPasskey } = await import('../account/passkey.ts')
      return signInWithPasskey()
    },
    onSuccess: onEnter,
  })
  return (
    <Stack gap="xs">
      <Button
        size="sm"
        leftSection={<IconFingerprint size={18} aria-hidden />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate()}
      >
        Sign in with a passkey
      </Button>
      {signIn.error !== null && <Problem error={signIn.error} />}
    </Stack>
  )
}

/** Where a person goes once signed in: the page they asked for, their only organization, or the choice among several. */
function useEnter(): (session: Session) => Promise<void> {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { next } = useSearch({ from: '/sign-in' })
  return async (session) => {
    queryClient.clear()
    queryClient.setQueryData(sessionQuery.queryKey, session)
    const [only, ...others] = session.organizations
    if (next !== undefined) await navigate({ href: next, replace: true })
    else if (only !== undefined && others.length === 0)
      await navigate({ to: '/o/$org', params: { org: only.slug }, replace: true })
    else await navigate({ to: '/', replace: true })
  }
}
