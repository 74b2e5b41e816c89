import { z } from 'zod'
import { roleSchema } from '../access/permissions.ts'
import { slugSchema } from '../identifier.ts'
import { dateRangeSchema, instantSchema, timeZoneSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

const organizationSchema = z.strictObject({
  slug: slugSchema,
  name: z.string(),
  sample: z.boolean(),
  created: instantSchema,
})
const memberSchema = z.strictObject({ user: z.uuid(), name: z.string(), email: z.string(), role: roleSchema })
const apiKeySchema = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  role: roleSchema,
  created: instantSchema,
  expires: instantSchema.nullable(),
  lastUsed: instantSchema.nullable(),
  revoked: z.boolean(),
})

export const organizationContracts = {
  createOrganization: contract({
    id: 'createOrganization',
    method: 'POST',
    path: '/organizations',
    summary: 'Create an organization; you become its administrator.',
    access: 'signed-in',
    body: z.strictObject({
      slug: slugSchema,
      name: z.string().min(1).max(120),
      timeZone: timeZoneSchema,
      observationPeriod: dateRangeSchema,
      frameworks: z.array(z.string()).min(1),
      person: z.strictObject({ name: z.string().min(1).max(120), email: z.email().max(254) }),
    }),
    output: organizationSchema,
    status: 201,
  }),
  removeSample: contract({
    id: 'removeSample',
    method: 'DELETE',
    path: '/organization',
    summary: 'Remove the sample organization and everything in it.',
    access: 'organization:remove',
    output: null,
    status: 204,
  }),
  listMembers: contract({
    id: 'listMembers',
    method: 'GET',
    path: '/members',
    summary: 'Everybody who may enter.',
    access: 'members:read',
    query: z.strictObject(pageQuery),
    output: pageOf(memberSchema),
    status: 200,
  }),
  inviteMember: contract({
    id: 'inviteMember',
    method: 'POST',
    path: '/members',
    summary: 'Give a person a role; answers with their one-time sign-in link.',
    access: 'members:manage',
    body: z.strictObject({ name: z.string().min(1).max(120), email: z.email().max(254), role: roleSchema }),
    output: z.strictObject({ member: memberSchema, link: z.string() }),
    status: 201,
  }),
  removeMember: contract({
    id: 'removeMember',
    method: 'DELETE',
    path: '/members/{user}',
    summary: 'Take a person’s role away; their sessions here end.',
    access: 'members:manage',
    params: z.strictObject({ user: z.uuid() }),
    output: null,
    status: 204,
  }),
  listApiKeys: contract({
    id: 'listApiKeys',
    method: 'GET',
    path: '/api-keys',
    summary: 'API keys with their scope, expiry and last use.',
    access: 'api-keys:manage',
    query: z.strictObject(pageQuery),
    output: pageOf(apiKeySchema),
    status: 200,
  }),
  issueApiKey: contract({
    id: 'issueApiKey',
    method: 'POST',
    path: '/api-keys',
    summary: 'Issue an API key; its secret is shown once.',
    access: 'api-keys:manage',
    body: z.strictObject({
      name: z.string().min(1).max(80),
      role: roleSchema,
      expires: instantSchema.nullable().default(null),
    }),
    output: z.strictObject({ key: apiKeySchema, secret: z.string() }),
    status: 201,
  }),
  revokeApiKey: contract({
    id: 'revokeApiKey',
    method: 'DELETE',
    path: '/api-keys/{key}',
    summary: 'Revoke an API key at once.',
    access: 'api-keys:manage',
    params: z.strictObject({ key: z.uuid() }),
    output: null,
    status: 204,
  }),
} as const
