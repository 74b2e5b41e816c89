import { z } from 'zod'
import { instantSchema } from '../time/date.ts'
import { actorSchema } from '../facts/fact.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

export const logContracts = {
  readCheckpoint: contract({
    id: 'readCheckpoint',
    method: 'GET',
    path: '/log/checkpoint',
    summary: 'The newest signed checkpoint and the key it verifies with.',
    access: 'log:read',
    output: z.strictObject({ checkpoint: z.string(), verifierKey: z.string(), size: z.int().min(0) }),
    status: 200,
  }),
  listEntries: contract({
    id: 'listEntries',
    method: 'GET',
    path: '/log/entries',
    summary: 'Log entries, newest first.',
    access: 'log:read',
    query: z.strictObject({ ...pageQuery, q: z.string().max(200).optional() }),
    output: pageOf(
      z.strictObject({
        index: z.int().min(0),
        leafHash: z.string(),
        kind: z.string(),
        recordedAt: instantSchema,
        actor: actorSchema,
        subject: z.string(),
      }),
    ),
    status: 200,
  }),
} as const
