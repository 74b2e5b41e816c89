import { z } from 'zod'
import { roleSchema } from '../access/permissions.ts'
import { slugSchema } from '../identifier.ts'
import { instantSchema, timeZoneSchema } from '../time/date.ts'
import { contract } from './contract.ts'

const membershipSchema = z.strictObject({
  slug: slugSchema,
  name: z.string(),
  role: roleSchema,
  sample: z.boolean(),
  /** In which its days are counted, whoever looks from wherever. */
  timeZone: timeZoneSchema,
  permissions: z.array(z.string()),
})

/** Who is signed in and where they may go; `user` is null for a visitor. */
export const sessionSchema = z.strictObject({
  user: z
    .strictObject({
      id: z.uuid(),
      name: z.string(),
      email: z.string(),
      hasPassword: z.boolean(),
      hasTotp: z.boolean(),
      passkeys: z.int(),
    })
    .nullable(),
  organizations: z.array(membershipSchema),
  /** When the session ends without further use, and at the latest. */
  idleUntil: instantSchema.nullable(),
  endsAt: instantSchema.nullable(),
})

/** A JSON document of the WebAuthn protocol, passed through unread. */
const webauthnSchema = z.record(z.string(), z.unknown())

export const sessionContracts = {
  readSession: contract({
    id: 'readSession',
    method: 'GET',
    path: '/session',
    summary: 'Who is signed in.',
    access: 'public',
    output: sessionSchema,
    status: 200,
  }),
  redeemLink: contract({
    id: 'redeemLink',
    method: 'POST',
    path: '/session/link',
    summary: 'Sign in with a one-time link.',
    access: 'public',
    body: z.strictObject({ token: z.string().min(20).max(200) }),
    output: sessionSchema,
    status: 200,
  }),
  signIn: contract({
    id: 'signIn',
    method: 'POST',
    path: '/session/password',
    summary: 'Sign in with e-mail, password and, where set up, a one-time code.',
    access: 'public',
    body: z.strictObject({
      email: z.email().max(254),
      password: z.string().min(1).max(1024),
      code: z.string().max(12).optional(),
    }),
    output: z.union([sessionSchema, z.strictObject({ needs: z.literal('code') })]),
    status: 200,
  }),
  beginPasskeySignIn: contract({
    id: 'beginPasskeySignIn',
    method: 'POST',
    path: '/session/passkey/options',
    summary: 'Ask for a passkey challenge.',
    access: 'public',
    output: z.strictObject({ challenge: z.string(), options: webauthnSchema }),
    status: 200,
  }),
  finishPasskeySignIn: contract({
    id: 'finishPasskeySignIn',
    method: 'POST',
    path: '/session/passkey',
    summary: 'Sign in with a passkey.',
    access: 'public',
    body: z.strictObject({ challenge: z.string().max(400), response: webauthnSchema }),
    output: sessionSchema,
    status: 200,
  }),
  signOut: contract({
    id: 'signOut',
    method: 'DELETE',
    path: '/session',
    summary: 'End this session.',
    access: 'signed-in',
    output: null,
    status: 204,
  }),
  setPassword: contract({
    id: 'setPassword',
    method: 'PUT',
    path: '/account/password',
    summary: 'Set or change the password; other sessions end.',
    access: 'signed-in',
    body: z.strictObject({ password: z.string().min(12).max(1024), current: z.string().max(1024).optional() }),
    output: null,
    status: 204,
  }),
  beginTotp: contract({
    id: 'beginTotp',
    method: 'POST',
    path: '/account/totp',
    summary: 'Begin setting up one-time codes.',
    access: 'signed-in',
    output: z.strictObject({ secret: z.string(), uri: z.string() }),
    status: 200,
  }),
  confirmTotp: contract({
    id: 'confirmTotp',
    method: 'PUT',
    path: '/account/totp',
    summary: 'Confirm one-time codes with a first code.',
    access: 'signed-in',
    body: z.strictObject({ code: z.string().min(6).max(12) }),
    output: null,
    status: 204,
  }),
  beginPasskey: contract({
    id: 'beginPasskey',
    method: 'POST',
    path: '/account/passkeys/options',
    summary: 'Begin adding a passkey.',
    access: 'signed-in',
    output: z.strictObject({ challenge: z.string(), options: webauthnSchema }),
    status: 200,
  }),
  addPasskey: contract({
    id: 'addPasskey',
    method: 'POST',
    path: '/account/passkeys',
    summary: 'Add a passkey.',
    access: 'signed-in',
    body: z.strictObject({ challenge: z.string().max(400), name: z.string().min(1).max(80), response: webauthnSchema }),
    output: null,
    status: 204,
  }),
  listSessions: contract({
    id: 'listSessions',
    method: 'GET',
    path: '/account/sessions',
    summary: 'Every open session of the signed-in person.',
    access: 'signed-in',
    output: z.strictObject({
      items: z.array(
        z.strictObject({
          id: z.uuid(),
          current: z.boolean(),
          started: instantSchema,
          lastUsed: instantSchema,
          address: z.string(),
          agent: z.string(),
        }),
      ),
    }),
    status: 200,
  }),
  endSession: contract({
    id: 'endSession',
    method: 'DELETE',
    path: '/account/sessions/{session}',
    summary: 'End one session.',
    access: 'signed-in',
    params: z.strictObject({ session: z.uuid() }),
    output: null,
    status: 204,
  }),
} as const
