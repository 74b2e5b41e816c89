import { z } from 'zod'
import { evidenceIdSchema } from '../evidence/evidence.ts'
import { slugSchema } from '../identifier.ts'
import { instantSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

/** A SCIM directory as it stands: what was pushed into it, and what of that is evidence already. */
const scimDirectoryViewSchema = z.strictObject({
  id: slugSchema,
  name: z.string(),
  source: z.string(),
  ownerName: z.string(),
  address: z.string(),
  /** Null where no token was made yet, so that nobody can push. */
  tokenMade: instantSchema.nullable(),
  /** When the provider was last heard about something that is here; null where it never was. */
  lastHeard: instantSchema.nullable(),
  users: z.int(),
  groups: z.int(),
  /** Requests that no snapshot holds yet. */
  waiting: z.int(),
  /** When a snapshot was taken that could not be recorded yet; asking for one tries again, and says why it fails. */
  unrecorded: instantSchema.nullable(),
  lastSnapshot: z.strictObject({ taken: instantSchema, evidence: evidenceIdSchema }).nullable(),
})

export const scimDirectoryContracts = {
  listScimDirectories: contract({
    id: 'listScimDirectories',
    method: 'GET',
    path: '/scim-directories',
    summary: 'List the SCIM directories: when each was last heard, what it holds, and what waits to become evidence.',
    access: 'connections:read',
    query: z.strictObject(pageQuery),
    output: pageOf(scimDirectoryViewSchema),
    status: 200,
  }),
  makeScimToken: contract({
    id: 'makeScimToken',
    method: 'POST',
    path: '/scim-directories/{directory}/token',
    summary: 'Make a new token for a SCIM directory; it is shown once, and the one before ends at once.',
    access: 'connections:manage',
    params: z.strictObject({ directory: slugSchema }),
    output: z.strictObject({ token: z.string(), address: z.string() }),
    status: 201,
  }),
  takeScimSnapshot: contract({
    id: 'takeScimSnapshot',
    method: 'POST',
    path: '/scim-directories/{directory}/snapshots',
    summary:
      'Make evidence now of what a SCIM directory holds; refused where nothing was heard since the last snapshot.',
    access: 'connections:manage',
    params: z.strictObject({ directory: slugSchema }),
    output: z.strictObject({ evidence: evidenceIdSchema, duplicate: z.boolean() }),
    status: 201,
  }),
} as const
