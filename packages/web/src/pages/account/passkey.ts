import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser'
import { call } from '../../client/call.ts'
import { ProblemError } from '../../client/problem.ts'
import type { Session } from '../../client/session.ts'

type RegistrationOptions = Parameters<typeof startRegistration>[0]['optionsJSON']

/** Signs in with a passkey of this device. Throws ProblemError. */
export async function signInWithPasskey(): Promise<Session> {
  const { challenge, options } = await call('beginPasskeySignIn', {})
  const response = await withDevice(async () => startAuthentication({ optionsJSON: { challenge, ...options } }))
  return call('finishPasskeySignIn', { body: { challenge, response: { ...response } } })
}

/** Adds a passkey of this device to the account. Throws ProblemError. */
export async function addPasskey(name: string): Promise<void> {
  const { challenge, options } = await call('beginPasskey', {})
  // The options are a document of the WebAuthn protocol which the contract passes through unread.
  const response = await withDevice(async () =>
    startRegistration({ optionsJSON: { challenge, ...options } as object as RegistrationOptions }),
  )
  await call('addPasskey', { body: { challenge, name, response: { ...response } } })
}

async function withDevice<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    const isKnown = cause instanceof WebAuthnError && cause.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED'
    const sentence = isKnown
      ? 'This device already has a passkey for this account.'
      : 'The passkey was not used: it was cancelled, took too long, or this browser has none for this address.'
    throw new ProblemError(400, 'passkey', sentence, null, { cause })
  }
}
