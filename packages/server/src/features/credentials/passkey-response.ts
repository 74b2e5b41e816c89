import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { parseInput } from '../../platform/http/problem.ts'

const base64url = z
  .string()
  .max(65_536)
  .regex(/^[A-Za-z0-9_-]*$/)
const envelope = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}).default({}),
}

const registration = z.object({
  ...envelope,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(32)).max(16).default([]),
  }),
})

const assertion = z.object({
  ...envelope,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
})

/** The browser's answer to a registration (WebAuthn 5.1, RegistrationResponseJSON); what we do not use is dropped. */
export function parseRegistration(value: unknown): RegistrationResponseJSON {
  return parseInput(registration, value, 'The passkey')
}

/** The browser's answer to a sign-in (AuthenticationResponseJSON). */
export function parseAssertion(value: unknown): AuthenticationResponseJSON {
  const { response, ...rest } = parseInput(assertion, value, 'The passkey')
  const { userHandle, ...needed } = response
  return { ...rest, response: { ...needed, ...(typeof userHandle === 'string' ? { userHandle } : {}) } }
}
