import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { instantSchema } from '../time/date.ts'
import { actorSchema } from '../facts/fact.ts'
import { contract } from './contract.ts'
import { receiptSchema } from './evidence.ts'
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
  readLogKeys: contract({
    id: 'readLogKeys',
    method: 'GET',
    path: '/log/keys',
    summary: 'The keys the log was and is signed with, oldest first, each but the first with the proof of its change.',
    access: 'log:read',
    output: z.strictObject({
      first: z.string(),
      changes: z.array(
        z.strictObject({
          entry: z.int().min(0),
          verifierKey: z.string(),
          /** The exact bytes of the log entry, base64. */
          leaf: z.base64(),
          /** The `.tlog-proof` text: inclusion proof and the checkpoint that both keys signed. */
          proof: z.string(),
        }),
      ),
    }),
    status: 200,
  }),
  readPublishedCheckpoint: contract({
    id: 'readPublishedCheckpoint',
    method: 'GET',
    path: '/logs/{organization}/checkpoint',
    summary: 'The newest published checkpoint, with its cosignatures (C2SP tlog-tiles).',
    access: 'log:read',
    params: z.strictObject({ organization: slugSchema }),
    output: null,
    stream: 'text/plain; charset=utf-8',
    status: 200,
  }),
  readTimeStamp: contract({
    id: 'readTimeStamp',
    method: 'GET',
    path: '/logs/{organization}/time-stamp',
    summary: 'The RFC 3161 time stamp of the newest published checkpoint.',
    access: 'log:read',
    params: z.strictObject({ organization: slugSchema }),
    output: null,
    stream: 'application/timestamp-reply',
    status: 200,
  }),
  readTile: contract({
    id: 'readTile',
    method: 'GET',
    path: '/logs/{organization}/tile/{+tile}',
    summary: 'A tile of hashes or a bundle of entries (C2SP tlog-tiles), such as 0/x001/234 or entries/000.p/7.',
    access: 'log:read',
    params: z.strictObject({ organization: slugSchema, tile: z.string().max(60) }),
    output: null,
    stream: 'application/octet-stream',
    status: 200,
  }),
  readEntryReceipt: contract({
    id: 'readEntryReceipt',
    method: 'GET',
    path: '/log/entries/{entry}/receipt',
    summary: 'The receipt of one log entry, verifiable offline.',
    access: 'log:read',
    params: z.strictObject({ entry: z.string().regex(/^\d{1,15}$/, 'use the number of an entry') }),
    output: receiptSchema,
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
