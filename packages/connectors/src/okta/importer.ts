import type { DraftOf, ImportedItem, RecordBody, RecordDraft, RecordType, SkippedItem } from '@evidentia/core'
import type { z } from 'zod'
import { createJsonImporter, type JsonImporter } from '../source-file/json-importer.ts'
import { eventSchema, factorSchema, userSchema } from './schema.ts'

/** Why an object of the list is no record; `part` where it never was to be one. */
type Unread = Pick<SkippedItem, 'part' | 'reason'>

/** A list as Okta's API answers it: each object of it one record, or none and then said. */
function listImporter<S extends z.ZodType>(plan: {
  readonly id: string
  readonly title: string
  readonly recordType: RecordType
  readonly recognizes: (start: string) => boolean
  readonly schema: S
  readonly toRecord: (value: z.output<S>, line: number) => RecordDraft | Unread
}): JsonImporter {
  return createJsonImporter({
    id: plan.id,
    version: 1,
    title: plan.title,
    recordTypes: [plan.recordType],
    remedy: 'Use the list as the API of Okta answered it.',
    recognizes: (start) => start.startsWith('[') && plan.recognizes(start),
    paths: ['[]'],
    open: (read) => ({
      *take(part): Generator<ImportedItem> {
        const made = plan.toRecord(read.parse(plan.schema, part.value, part), part.line)
        const spot = { line: part.line, place: part.place }
        if ('key' in made) yield read.once(made, spot)
        else yield { skipped: { ...made, line: part.line, field: part.place } }
      },
    }),
  })
}

export const usersImporter = listImporter({
  id: 'okta-users',
  title: 'Okta users (JSON)',
  recordType: 'account',
  recognizes: (start) => start.includes('"profile"') && start.includes('"login"') && start.includes('"statusChanged"'),
  schema: userSchema,
  toRecord: toAccount,
})

/** The states in which Okta lets somebody sign in, or start to. */
const active = ['ACTIVE', 'PROVISIONED', 'RECOVERY', 'PASSWORD_EXPIRED', 'LOCKED_OUT']

function toAccount(user: z.output<typeof userSchema>, line: number): DraftOf<'account'> {
  const { profile, status } = user
  const name = [profile.firstName, profile.lastName].filter((part) => part !== null).join(' ')
  const enabled = active.includes(status)
  return {
    type: 'account',
    key: profile.login,
    line,
    body: {
      username: profile.login,
      identifier: user.id,
      system: 'Okta',
      displayName: name === '' ? null : name,
      email: profile.email,
      employeeId: profile.employeeNumber,
      kind: 'person',
      enabled,
      status,
      passwordLastChanged: user.passwordChanged,
      created: user.created,
      lastSignIn: user.lastLogin,
      disabledAt: enabled ? null : user.statusChanged,
      keys: [],
    },
  }
}

export const factorsImporter = listImporter({
  id: 'okta-factors',
  title: 'Okta factors (JSON)',
  recordType: 'mfa-factor',
  recognizes: (start) => start.includes('"factorType"'),
  schema: factorSchema,
  toRecord: toFactor,
})

const kinds: Readonly<Record<string, RecordBody<'mfa-factor'>['kind']>> = {
  webauthn: 'webauthn',
  u2f: 'hardware-token',
  'token:hardware': 'hardware-token',
  token: 'totp',
  'token:hotp': 'hardware-token',
  'token:software:totp': 'totp',
  push: 'push',
  signed_nonce: 'push',
  sms: 'sms',
  call: 'voice',
  email: 'email',
  question: 'question',
}

function toFactor(factor: z.output<typeof factorSchema>, line: number): DraftOf<'mfa-factor'> | Unread {
  // A factor does not name its user; the call that answered it does, in a link or in what was embedded.
  const embedded = factor._embedded?.user.profile.login
  const account = embedded ?? /\/users\/([^/?]+)/.exec(factor._links?.user?.href ?? '')?.[1]
  if (account === undefined) return { reason: 'the factor does not say whose it is' }
  const kind = kinds[factor.factorType] ?? 'other'
  return {
    type: 'mfa-factor',
    key: `${account}|${factor.id}`,
    line,
    body: {
      account,
      identifier: factor.id,
      system: 'Okta',
      kind,
      provider: factor.vendorName ?? factor.provider,
      status: factor.status === 'ACTIVE' ? 'active' : factor.status === 'PENDING_ACTIVATION' ? 'pending' : 'inactive',
      phishingResistant: kind === 'webauthn' || factor.factorType === 'u2f' || factor.factorType === 'signed_nonce',
      enrolled: factor.created,
      lastUsed: factor.lastVerified,
    },
  }
}

export const logImporter = listImporter({
  id: 'okta-system-log',
  title: 'Okta System Log (JSON)',
  recordType: 'session',
  recognizes: (start) =>
    start.includes('"eventType"') && start.includes('"displayMessage"') && start.includes('"uuid"'),
  schema: eventSchema,
  toRecord: toSession,
})

const outcomes: Readonly<Record<string, RecordBody<'session'>['outcome']>> = {
  SUCCESS: 'success',
  ALLOW: 'success',
  FAILURE: 'failure',
  DENY: 'failure',
  CHALLENGE: 'challenged',
}

/** Sign-ins and attempts; the log holds much else, which is said by its kind. */
function toSession(event: z.output<typeof eventSchema>, line: number): DraftOf<'session'> | Unread {
  if (!/^user\.(?:session\.start|authentication\.)/.test(event.eventType))
    return { part: 'section', reason: `an event of type ${event.eventType.slice(0, 60)} is no sign-in` }
  const application = (event.target ?? []).find(({ type }) => type === 'AppInstance')
  const { city, country } = event.client?.geographicalContext ?? {}
  const place = [city, country].filter((part) => part != null).join(', ')
  const outcome = outcomes[event.outcome?.result ?? ''] ?? 'unknown'
  return {
    type: 'session',
    key: event.uuid,
    line,
    body: {
      identifier: event.uuid,
      account: event.actor?.alternateId ?? event.actor?.id ?? 'unknown',
      system: 'Okta',
      application: application?.displayName ?? application?.alternateId ?? null,
      outcome,
      reason: event.outcome?.reason ?? null,
      startedAt: event.published,
      mfa: event.eventType === 'user.authentication.auth_via_mfa' && outcome === 'success' ? true : null,
      mfaMethod: event.authenticationContext?.credentialType ?? null,
      address: event.client?.ipAddress ?? null,
      location: place === '' ? null : place,
      device: event.client?.userAgent?.rawUserAgent ?? null,
    },
  }
}
